import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ending } from '../../src/middleware/assignment.ts';
import { runOnce, type Work } from '../../src/middleware/run-once.ts';
import type { Identified } from '../../src/webhook/provider.ts';
import type { Run } from '../../src/webhook/record.ts';
import { json } from '../../src/webhook/reply.ts';
import type { Route } from '../../src/webhook/source.ts';
import type { TestPlatform } from '../local-platform.ts';
import { keep, letters, name, noonPlatform, runOf, take } from './assignment.ts';
import { everything, failing, paid, passage, verifiedPassage, withEvents } from './passage.ts';

const route: Route = { ...paid, ack: 'handled', path: '/webhooks/stripe/invoice-paid' };
const invoice: Identified = { id: 'evt_1', type: 'invoice.paid', payload: {} };
const done: Ending = { ending: 'done', reply: json({ ok: true }) };

let on: ReturnType<typeof noonPlatform>;
let runs = 0;
beforeEach(() => {
	const base = noonPlatform();
	on = { ...base, routes: { ...base.routes, routes: [route] } };
	runs = 0;
});
afterEach(() => on.close());

async function deliver(work: Work | Ending = done, platform: TestPlatform = on, events = [invoice]) {
	const one = { ...verifiedPassage({ route }), events };
	const counted: Work = async (assignment) => {
		runs += 1;
		return typeof work === 'function' ? work(assignment) : work;
	};
	const { status, body } = await runOnce(one, counted, platform);
	return [status, one.refusal?.code ?? body];
}

describe('the first delivery', () => {
	it.each<[string, Ending, readonly unknown[]]>([
		["the function's reply when it is done", done, [200, '{"ok":true}']],
		['500 when it failed', { ending: 'failed', retryAfterSeconds: 1 }, [500, 'function-failed']],
		['422 when the payload does not fit', { ending: 'dead', mismatch: true }, [422, 'payload-mismatch']],
		['422 when it is dead', { ending: 'dead', mismatch: false }, [422, 'event-dead']],
		['503 when another run took over', { ending: 'fenced' }, [503, 'function-busy']],
	])('is answered %s', async (_, ending, answer) => {
		expect(await deliver(ending)).toEqual(answer);
	});

	it.each<[string, Work | Ending, () => TestPlatform]>([
		['it can not be inserted', done, () => withEvents(on, { insert: failing })],
		['its run can not be claimed', done, () => withEvents(on, { claim: failing })],
		['how it ended can not be recorded', failing, () => on],
	])('is answered 503, never 2xx, when %s', async (_, work, platform) => {
		expect(await deliver(work, platform())).toEqual([503, 'store-unavailable']);
	});

	it('that nobody here is subscribed to is kept, and answered 2xx', async () => {
		expect(await deliver(done, on, [{ ...invoice, type: 'invoice.voided' }])).toEqual([200, '']);
		expect([runs, await everything(on)]).toEqual([0, [expect.objectContaining({ type: 'invoice.voided', functions: {} })]]);
	});

	it('of several events is answered with the first that is no success', async () => {
		const events = [invoice, { ...invoice, id: 'evt_2' }, { ...invoice, id: 'evt_3' }];

		const answer = await deliver(
			async ({ claim }) => (claim.record.id === 'evt_2' ? { ending: 'failed', retryAfterSeconds: 1 } : done),
			on,
			events,
		);

		expect([answer, runs]).toEqual([[500, 'function-failed'], 3]);
	});

	it('commits before it runs, and is not due for the sweep while its sender may come again', async () => {
		let seen: Run | undefined;

		await deliver(async () => {
			seen = await runOf(on);
			return done;
		});

		expect(seen).toMatchObject({ status: 'running', attempts: 1, sent: false, dueAt: on.cloud.now() + 3 * 24 * 3600 * 1000 });
		expect(seen?.leaseUntil).toBeGreaterThan(on.cloud.now());
	});
});

describe('a duplicate', () => {
	it.each<[string, Partial<Run>, readonly unknown[]]>([
		['the kept reply', { status: 'done', reply: json({ kept: 1 }) }, [200, '{"kept":1}']],
		['an empty 200 where the reply was too big to keep', { status: 'done' }, [200, '']],
		['422 where its payload did not fit', { status: 'dead', reason: 'payload does not fit: id' }, [422, 'payload-mismatch']],
		['422 where it is dead', { status: 'dead', reason: 'failed 3 times' }, [422, 'event-dead']],
	])('is answered %s, and runs nothing', async (_, run, answer) => {
		await keep(on, { ack: 'handled', ...run });

		expect([await deliver(), runs]).toEqual([answer, 0]);
	});

	it('runs again where the first run failed', async () => {
		await keep(on, { ack: 'handled', attempts: 1 });

		expect([await deliver(), runs]).toEqual([[200, '{"ok":true}'], 1]);
	});

	it('is answered 503 while the first still runs, after it waited for its reply', async () => {
		await keep(on, { ack: 'handled' });
		await take(on);
		let looks = 0;
		const hurried = withEvents(on, {
			claim: async (...given) => {
				looks += 1;
				on.tick(1_000);
				return on.cloud.events.claim(...given);
			},
		});

		expect([await deliver(done, hurried), runs, looks]).toEqual([[503, 'function-busy'], 0, 2]);
	});

	it('ends what never ends: dead, with its dead letter', async () => {
		await keep(on, { ack: 'handled', attempts: 3 });

		expect([await deliver(), runs, await letters(on)]).toEqual([[422, 'event-dead'], 0, ['no run ended in 3 attempts']]);
	});

	it('of an event that another URL of the source has kept already runs this function', async () => {
		await keep(on, {}, { functions: {} });

		expect([await deliver(), runs]).toEqual([[200, '{"ok":true}'], 1]);
		expect(await runOf(on)).toMatchObject({ ack: 'handled', status: 'running', attempts: 1 });
	});
});

it('never runs for what was not verified', async () => {
	const answer = await runOnce({ ...passage({ route }), events: [invoice] }, async () => done, on);

	expect(answer.status).toBe(503);
	expect([await everything(on), name in {}]).toEqual([[], false]);
});
