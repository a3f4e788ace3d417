import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { GoogleRequest } from '../../../src/clouds/google/client.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import { onEvent, receive } from '../../../src/receive.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { delivery } from '../../local-platform.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { type GooglePlatform, googlePlatform, post } from './google-platform.ts';

const secret = 'whsec_a_secret_of_the_test';
const routes: readonly Route[] = [
	{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' },
	{ function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
];

let fake: FakeGoogle;
let on: GooglePlatform;
let asked: string[];
beforeAll(async () => {
	fake = await startFakeGoogle();
});
afterAll(() => fake.close());
beforeEach(() => {
	on = googlePlatform(fake, routes);
	asked = [];
});

const watch = ({ service, method = 'POST', path }: GoogleRequest) =>
	void asked.push(`${service} ${/:(\w+)(\?|$)/.exec(path)?.[1] ?? method.toLowerCase()}`);

function textOf(bytes: number): string {
	const event = { id: 'evt_1AbCdEfGhIjKlMnOpQrStUvW', type: 'invoice.paid', data: { object: { id: 'in_1' } }, filler: '' };
	return JSON.stringify({ ...event, filler: 'x'.repeat(bytes - JSON.stringify(event).length) });
}

/** bench/scale/google-usage.ts makes its sums of these. Whoever lets an event ask for more lets it cost more. */
describe('an event of one function that works at once', () => {
	it.each([
		['2 KB', 2, [], []],
		['32 KB', 32, ['storage post'], ['storage get']],
	])('of %s asks Google for this and no more', async (_, kilobytes, put, got) => {
		const text = Buffer.from(textOf(kilobytes * 1024));
		const secrets = { STRIPE_WEBHOOK_SECRET: secret, STRIPE_WEBHOOK_SECRET_PREVIOUS: 'an earlier one' };
		const front = receive(stripe, on.as('stripe', secrets, watch));
		const works = onEvent(
			stripe,
			'invoice.paid',
			{ payload: z.object({ id: z.string() }), on: on.as('invoice-paid', {}, watch) },
			() => {},
		);

		const reply = await post(front, stripe.scheme.sign(delivery({ rawBody: text }), secret));
		await on.drain('invoice-paid', works);

		expect(reply.status).toBe(200);
		expect(asked).toEqual([
			...put,
			'firestore commit',
			'pubsub publish',
			'firestore commit',
			'firestore batchGet',
			'firestore commit',
			...got,
			'firestore commit',
		]);
	});
});
