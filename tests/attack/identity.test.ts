import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sendgrid } from '../../src/providers/sendgrid.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { receive } from '../../src/receive.ts';
import { statusOf } from '../../src/webhook/record.ts';
import type { Route } from '../../src/webhook/source.ts';
import { deliver, delivery, localPlatform, type TestPlatform } from '../local-platform.ts';

const secret = 'whsec_a_secret_of_the_test';
const keys = sendgrid.scheme.generate();
const routes: readonly Route[] = [
	{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' },
	{ function: 'sendgrid', source: 'sendgrid', ack: 'stored', path: '/webhooks/sendgrid' },
];

let on: TestPlatform;
beforeEach(() => {
	on = localPlatform('stripe', routes, { stripe: {}, sendgrid: {} });
	on.secrets.set('STRIPE_WEBHOOK_SECRET', secret);
	on.secrets.set('SENDGRID_WEBHOOK_SECRET', keys.verifying);
});
afterEach(() => on.close());

const post = (body: unknown) =>
	deliver(receive(stripe, on), stripe.scheme.sign(delivery({ rawBody: Buffer.from(JSON.stringify(body)) }), secret));
const postBatch = (events: readonly unknown[]) => {
	const platform = { ...on, cloud: { ...on.cloud, functionName: () => 'sendgrid' } };
	const rawBody = Buffer.from(JSON.stringify(events));
	return deliver(receive(sendgrid, platform), sendgrid.scheme.sign(delivery({ rawBody, path: '/webhooks/sendgrid' }), keys.signing));
};

describe('an id or a type of a sender that means harm', () => {
	it.each([
		['an id of 1 MB', { id: 'x'.repeat(1_000_000), type: 't' }],
		['an id one over the limit', { id: 'x'.repeat(257), type: 't' }],
		['a type of 1 MB', { id: 'evt_1', type: 'x'.repeat(1_000_000) }],
	])('%s is no key of the store: the delivery is refused as unidentified, and kept', async (_, body) => {
		const reply = await post(body);

		expect([reply.status, JSON.parse(reply.body).code]).toEqual([400, 'event-unidentified']);
		const [record] = await on.cloud.events.list({});
		expect(record && statusOf(record)).toBe('dead');
		expect(record?.id).toMatch(/^sha256:[0-9a-f]{64}:0$/);
		expect(record?.type).toBe('unreadable');
		expect(on.lines.join('').length).toBeLessThan(1000);
	});

	it('one over-long id of a batch does not stop the others', async () => {
		const reply = await postBatch([
			{ sg_event_id: 'x'.repeat(5000), event: 'bounce' },
			{ sg_event_id: 'b', event: 'bounce' },
		]);

		expect(reply.status).toBe(200);
		const kept = await on.cloud.events.list({});
		expect(kept.map((record) => statusOf(record)).sort()).toEqual(['dead', 'unhandled']);
	});

	it.each(['__proto__', 'constructor', 'a\0b', '\ud800', 'a/../b', 'x'.repeat(256), 'é'.repeat(256)])(
		'%j is an id like any other',
		async (id) => {
			const replies = [await post({ id, type: id }), await post({ id, type: id })];

			expect(replies.map(({ status }) => status)).toEqual([200, 200]);
			expect((await on.cloud.events.list({})).map((record) => record.id)).toEqual([id]);
		},
	);
});
