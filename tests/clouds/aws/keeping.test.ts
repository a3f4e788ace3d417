import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { stripe } from '../../../src/providers/stripe.ts';
import { onEvent, receive } from '../../../src/receive.ts';
import type { WebhookEvent } from '../../../src/webhook/event.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { delivery } from '../../local-platform.ts';
import { rulesOf } from '../../parsers/redaction-rules.ts';
import { type AwsPlatform, awsPlatform, post } from './aws-platform.ts';
import { type Emulators, startEmulators } from './emulators.ts';

const secret = 'whsec_a_secret_of_the_test';
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const paid: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const quote: Route = { function: 'quote', source: 'stripe', type: 'quote.asked', ack: 'handled', path: '/webhooks/stripe/quote' };
const [email, phone, note] = ['Kx7dropped.email', '4930901820pHoNe7', 'Qz9enciphered.no'];
const room = 16 * 1024;
const sealing = 37;

let emulators: Emulators;
let on: AwsPlatform;
let runs: WebhookEvent<{ note: string; phone: string }>[];
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	const redact = rulesOf(['data.object.email'], ['data.object.phone']);
	on = await awsPlatform(emulators, [endpoint, paid, quote], { redact, encrypt: true });
	on.ssm.parameters.set('/shop/prod/STRIPE_WEBHOOK_SECRET', secret);
	on.ssm.parameters.set('/shop/prod/STRIPE_STORAGE_KEY', randomBytes(32).toString('base64'));
	runs = [];
});
afterEach(() => on.close());

const bodyOf = (id: string, type: string, filler = '') => JSON.stringify({ id, type, data: { object: { email, phone, note } }, filler });
const signed = (text: string, path = '/webhooks/stripe') => stripe.scheme.sign(delivery({ rawBody: Buffer.from(text), path }), secret);
const working = (name: string, type: string) => {
	const payload = z.object({ note: z.string(), phone: z.string() });
	return onEvent(stripe, type, { payload, on: on.as(name) }, (event) => {
		runs.push(event);
		return 'handled';
	});
};
const recordOf = (id: string) => on.as('stripe').cloud.events.get({ source: 'stripe', id });
/** What is left of a body, without its filler: a digest is as long whatever it is of. */
const left = bodyOf('evt_0', 'invoice.paid').length - `"email":"${email}",`.length + 'hmac-sha256:'.length + 64 - phone.length;

it.each([
	['in its item', 0, true],
	['in blobs, one byte over the room', 1, false],
])('an event is kept %s redacted and sealed, and its function gets what is left', async (_, over, held) => {
	const written: Buffer[] = [];
	const front = receive(
		stripe,
		on.as('stripe', {}, ({ body = '' }) => written.push(Buffer.from(body))),
	);
	const text = bodyOf('evt_0', 'invoice.paid', 'x'.repeat(room - sealing - left + over));

	const replies = [await post(front, signed(text)), await post(front, signed(text))];
	const drained = await on.drain('invoice-paid', working('invoice-paid', 'invoice.paid'));

	const record = await recordOf('evt_0');
	const bytes = written.flatMap((each) => [
		each,
		...[...each.toString('latin1').matchAll(/"B":"([^"]*)"/g)].map(([, b = '']) => Buffer.from(b, 'base64')),
	]);
	expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
	expect([record?.sealed, Buffer.isBuffer(record?.body)]).toEqual([true, held]);
	expect(bytes.some((each) => each.includes('evt_0'))).toBe(true);
	expect(bytes.filter((each) => [email, phone, note].some((marker) => each.includes(marker)))).toEqual([]);
	expect(drained).toEqual({ came: 1, failed: 0 });
	expect(runs.map(({ payload }) => payload)).toEqual([{ note, phone: expect.stringMatching(/^hmac-sha256:/) }]);
	expect(runs.map(({ rawBody }) => rawBody.length)).toEqual([room - sealing + over]);
});

it('a function that the sender waits for gets what is left, too, and answers a second copy as the first', async () => {
	const ask = () => post(working('quote', 'quote.asked'), signed(bodyOf('evt_2', 'quote.asked'), '/webhooks/stripe/quote'));

	const replies = [await ask(), await ask()];

	expect(replies.map(({ statusCode, body }) => [statusCode, body])).toEqual(Array(2).fill([200, 'handled']));
	expect(runs.map(({ rawBody }) => rawBody.includes(email))).toEqual([false]);
});

it('an event whose key is gone waits with the name of the key, and is done once the key is back, in an instance that had not read it', async () => {
	const key = on.ssm.parameters.get('/shop/prod/STRIPE_STORAGE_KEY') ?? '';
	await post(receive(stripe, on.as('stripe')), signed(bodyOf('evt_3', 'invoice.paid')));
	on.ssm.parameters.delete('/shop/prod/STRIPE_STORAGE_KEY');
	const without = await on.drain('invoice-paid', working('invoice-paid', 'invoice.paid'));
	const failed = (await recordOf('evt_3'))?.functions['invoice-paid'];
	on.ssm.parameters.set('/shop/prod/STRIPE_STORAGE_KEY_PREVIOUS', key);
	on.ssm.parameters.set('/shop/prod/STRIPE_STORAGE_KEY', randomBytes(32).toString('base64'));

	const again = await on.drain('invoice-paid', working('invoice-paid', 'invoice.paid'));

	expect([without, again]).toEqual([
		{ came: 1, failed: 1 },
		{ came: 1, failed: 0 },
	]);
	expect(failed).toMatchObject({ status: 'pending', lastError: expect.stringContaining('STRIPE_STORAGE_KEY: no value is set') });
});
