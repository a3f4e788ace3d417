import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { stripe } from '../../src/providers/stripe.ts';
import { receive } from '../../src/receive.ts';
import { readForm } from '../../src/schemes/read-form.ts';
import { deliver, delivery, localPlatform, type TestPlatform } from '../local-platform.ts';

const secret = 'whsec_a_secret_of_the_test';
const minute = 60_000;

let on: TestPlatform;
/** The tests move it by hand. */
let clock: number;
beforeEach(() => {
	clock = Math.ceil(Date.now() / minute) * minute;
	const made = localPlatform('stripe', [{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' }], { stripe: {} });
	on = { ...made, cloud: { ...made.cloud, now: () => clock } };
	on.secrets.set('STRIPE_WEBHOOK_SECRET', secret);
});
afterEach(() => on.close());

describe('a flood of forged deliveries', () => {
	it('gets 60 lines a minute, and one that counts the rest; authentic ones get theirs', async () => {
		const handler = receive(stripe, on);
		const forge = () => deliver(handler, delivery({ rawBody: Buffer.from('{"id":"forged"}') }));
		const rawBody = Buffer.from('{"id":"evt_1","type":"t"}');

		const replies = await Promise.all(Array.from({ length: 500 }, forge));
		await deliver(handler, stripe.scheme.sign(delivery({ rawBody }), secret));
		clock += minute;
		await forge();

		expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401]));
		const of = (start: string) => on.lines.filter((line) => line.startsWith(start));
		expect([of('delivery refused').length, of('delivery accepted').length]).toEqual([61, 1]);
		// What was not written is counted, and written with the next line.
		expect(on.measured.filter((each) => each === '-')).toHaveLength(62);
		expect(on.measured.filter((each) => Array.isArray(each) && each[0] === 'refused')).toHaveLength(501);
		expect(of('deliveries refused without a line')).toEqual(['deliveries refused without a line {"source":"stripe","refusals":440}']);
		expect((await on.cloud.events.list({})).map(({ id }) => id)).toEqual(['evt_1']);
	});
});

describe('a form before its signature is known to be good', () => {
	it('is read up to 1000 fields', () => {
		const fields = (count: number) => Buffer.from(Array.from({ length: count }, (_, index) => `f${index}=1`).join('&'));

		expect(readForm(fields(1000))?.size).toBe(1000);
		expect(readForm(fields(1001))).toBeUndefined();
	});
});
