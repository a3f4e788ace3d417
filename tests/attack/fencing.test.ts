import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { startDispatcher } from '../../src/clouds/local/dispatch.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { onEvent, receive } from '../../src/receive.ts';
import { messageFor } from '../../src/webhook/message.ts';
import type { Disposition } from '../../src/webhook/ports.ts';
import type { Route } from '../../src/webhook/source.ts';
import { until } from '../clouds/local/until.ts';
import { deliver, delivery, localPlatform, type TestPlatform, wake } from '../local-platform.ts';

const secret = 'whsec_a_secret_of_the_test';
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const paid: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const key = { source: 'stripe', id: 'evt_1' };
const name = paid.function;

let on: TestPlatform;
/** The tests move it by hand. */
let clock: number;
beforeEach(() => {
	clock = Date.now();
	const made = localPlatform('stripe', [endpoint, paid], { stripe: {} });
	on = { ...made, cloud: { ...made.cloud, now: () => clock } };
	on.secrets.set('STRIPE_WEBHOOK_SECRET', secret);
});
let stop = async () => {};
afterEach(async () => {
	await stop();
	stop = async () => {};
	on.close();
});

const arrive = async () => {
	const rawBody = Buffer.from('{"id":"evt_1","type":"invoice.paid","data":{"object":{}}}');
	await deliver(receive(stripe, on), stripe.scheme.sign(delivery({ rawBody, receivedAt: clock }), secret));
	const record = await on.store.events.get(key);
	if (record === undefined) throw new Error('not stored');
	return messageFor(record, name);
};
const runOf = async () => (await on.store.events.get(key))?.functions[name];
const claim = () => on.store.events.claim(key, name, { now: clock, until: clock + 10_000 });
const handlerOf = (run: () => unknown) =>
	onEvent(stripe, 'invoice.paid', { payload: z.object({}), on: { ...on, cloud: { ...on.cloud, functionName: () => name } } }, run);

describe('a run that lost its lease', () => {
	it('leaves its message in the queue when it is fenced off, because it knows nothing of what the run became', async () => {
		const message = await arrive();
		const handler = handlerOf(async () => {
			clock += 60_000;
			const later = await claim();
			if (later.outcome === 'claimed')
				await on.store.events.settle(key, name, later.fence, { status: 'pending', at: clock, error: 'failed' });
		});

		const answer = await wake(handler, message);

		expect(await runOf()).toMatchObject({ status: 'pending', attempts: 2, sent: true });
		expect(answer.done).toBe(false);
	});

	it('does not end the run that took over when its thread crashes late', async () => {
		await arrive();
		// The queue dates messages by the machine's own clock.
		clock += 1000;
		const begun: string[] = [];
		const runs = [Promise.withResolvers<Disposition>(), Promise.withResolvers<Disposition>()] as const;
		const errors: unknown[] = [];
		const dispatcher = startDispatcher({
			store: on.store,
			functions: { [name]: { concurrency: 2, timeoutSeconds: 6 } },
			now: () => clock,
			onError: (error) => errors.push(error),
			run: async () => {
				begun.push((await claim()).outcome);
				return await (begun.length === 1 ? runs[0] : runs[1]).promise;
			},
		});
		stop = async () => {
			for (const run of runs) run.resolve({ done: true });
			await dispatcher.stop();
		};
		await until(() => begun.length === 1);
		// The machine slept: both leases are over, but nothing has told the first thread.
		clock += 3_600_000;
		dispatcher.wake();
		await until(() => begun.length === 2);

		runs[0].reject(new Error('out of time'));
		await new Promise((resolve) => setTimeout(resolve, 50));

		expect(begun).toEqual(['claimed', 'claimed']);
		expect(await runOf()).toMatchObject({ status: 'running', attempts: 2 });
		await stop();
		expect(errors).toEqual([]);
	});

	it('is fenced off when its event has expired meanwhile, and come again', async () => {
		await arrive();
		const old = await claim();
		clock += 365 * 24 * 3_600_000;
		await arrive();
		const fresh = await claim();

		if (old.outcome !== 'claimed' || fresh.outcome !== 'claimed') throw new Error('not claimed');
		expect(await on.store.events.settle(key, name, old.fence, { status: 'done', at: clock })).toBe(false);
		expect(await on.store.events.settle(key, name, fresh.fence, { status: 'done', at: clock })).toBe(true);
	});
});
