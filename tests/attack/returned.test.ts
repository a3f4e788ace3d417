import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { stripe } from '../../src/providers/stripe.ts';
import { onEvent, receive } from '../../src/receive.ts';
import { messageFor } from '../../src/webhook/message.ts';
import type { Route } from '../../src/webhook/source.ts';
import { deliver, delivery, localPlatform, type TestPlatform, wake } from '../local-platform.ts';

const secret = 'whsec_a_secret_of_the_test';
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const paid: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const circle: { self?: unknown } = {};
circle.self = circle;

let on: TestPlatform;
beforeEach(() => {
	on = localPlatform('stripe', [endpoint, paid], { stripe: {} });
	on.secrets.set('STRIPE_WEBHOOK_SECRET', secret);
});
afterEach(() => on.close());

describe('what a function returns that nobody waits for', () => {
	it.each<[string, unknown]>([
		['a circle', circle],
		['a bigint', 1n],
		['a function', () => undefined],
		['a symbol', Symbol('x')],
	])('%s ends the run as done: it returned, so it must not run again', async (_, returned) => {
		const rawBody = Buffer.from('{"id":"evt_1","type":"invoice.paid","data":{"object":{}}}');
		await deliver(receive(stripe, on), stripe.scheme.sign(delivery({ rawBody }), secret));
		const record = await on.store.events.get({ source: 'stripe', id: 'evt_1' });
		if (record === undefined) throw new Error('not stored');
		const own = { ...on, cloud: { ...on.cloud, functionName: () => 'invoice-paid' } };
		const handler = onEvent(stripe, 'invoice.paid', { payload: z.object({}), on: own }, () => returned);

		const answer = await wake(handler, messageFor(record, 'invoice-paid'));

		expect(answer).toEqual({ done: true });
		expect((await on.store.events.get(record))?.functions['invoice-paid']).toMatchObject({ status: 'done', attempts: 1 });
	});
});
