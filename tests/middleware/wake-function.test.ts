import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Ending } from '../../src/middleware/assignment.ts';
import { wakeFunction } from '../../src/middleware/wake-function.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { type Message, messageFor } from '../../src/webhook/message.ts';
import type { TestPlatform } from '../local-platform.ts';
import { sampleRecord } from '../ports/sample-record.ts';
import { keep, letters, name, noonPlatform, runOf, take } from './assignment.ts';
import { failing, withEvents } from './passage.ts';

let on: ReturnType<typeof noonPlatform>;
let runs = 0;
beforeEach(() => {
	on = noonPlatform();
	runs = 0;
});
afterEach(() => on.close());

const message = messageFor(sampleRecord(), name);
async function wake(ending: Ending = { ending: 'fenced' }, sent: Message = message, platform: TestPlatform = on) {
	const work = async () => {
		runs += 1;
		return ending;
	};
	return wakeFunction(sent, { provider: stripe, work, platform, requestId: 'request-2' });
}

it.each<[string, Ending, object]>([
	['is done', { ending: 'done', reply: { status: 200, headers: {}, body: '' } }, { done: true }],
	['is dead', { ending: 'dead', mismatch: false }, { done: true }],
	['was fenced off', { ending: 'fenced' }, { done: false, retryAfterSeconds: 1 }],
	['failed', { ending: 'failed', retryAfterSeconds: 7 }, { done: false, retryAfterSeconds: 7 }],
])('says what is to become of the message after a run that %s', async (_, ending, disposition) => {
	await keep(on);

	expect(await wake(ending)).toEqual(disposition);
	expect(runs).toBe(1);
});

it('runs nothing under the lease of another run: the message comes again when that ends, and no attempt is counted', async () => {
	await keep(on);
	await take(on);

	expect(await wake()).toEqual({ done: false, retryAfterSeconds: 10 });
	expect([runs, (await runOf(on))?.attempts]).toEqual([0, 1]);
});

it('runs when the lease of another run has ended', async () => {
	await keep(on);
	await take(on);
	on.tick(10_000);

	await wake();

	expect([runs, (await runOf(on))?.attempts]).toEqual([1, 2]);
});

it('takes a lease that is longer than the function may run', async () => {
	await keep(on);

	await wake({ ending: 'fenced' }, message, { ...on, routes: { ...on.routes, timeouts: { [name]: 60 } } });

	expect(((await runOf(on))?.leaseUntil ?? 0) - on.cloud.now()).toBe(65_000);
});

it('runs nothing for a run that is done', async () => {
	await keep(on, { status: 'done' });

	expect(await wake()).toEqual({ done: true });
	expect(runs).toBe(0);
});

it.each([
	[false, ['failed 3 times']],
	[true, []],
])('runs nothing for a run that is dead, whose letter was sent: %j', async (sent, sentNow) => {
	await keep(on, { status: 'dead', reason: 'failed 3 times', sent });

	expect(await wake()).toEqual({ done: true });
	expect([runs, await letters(on), (await runOf(on))?.sent]).toEqual([0, sentNow, true]);
});

it.each([
	['there is no such event', messageFor(sampleRecord({ id: 'evt_2' }), name)],
	['the event is of another source', messageFor(sampleRecord({ source: 'stripe-eu' }), name)],
	['the function was not subscribed', messageFor(sampleRecord(), 'constructor')],
])('puts a message aside when %s', async (_, sent) => {
	await keep(on);

	expect(await wake({ ending: 'fenced' }, sent)).toEqual({ done: true });
	expect([runs, await letters(on)]).toEqual([0, ['no record of this event waits for this function']]);
});

it('ends a function whose runs never end, such as one that exits the process', async () => {
	await keep(on, { attempts: 3, lastError: 'Error: exited' });

	expect(await wake()).toEqual({ done: true });
	expect([runs, await letters(on)]).toEqual([0, ['no run ended in 3 attempts']]);
	expect(await runOf(on)).toMatchObject({ status: 'dead', lastError: 'Error: exited', sent: true });
});

it('passes on that the store failed, so that the message stays in the queue', async () => {
	await expect(wake({ ending: 'fenced' }, message, withEvents(on, { claim: failing }))).rejects.toThrow('out of reach');
});
