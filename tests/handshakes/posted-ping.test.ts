import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { woocommerce } from '../../src/providers/woocommerce.ts';
import { receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { deliver, delivery, localPlatform, type TestPlatform } from '../local-platform.ts';

const path = '/webhooks/woocommerce';
const secret = 'woocommerce secret';
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };

let on: TestPlatform;
beforeEach(() => {
	on = localPlatform('woocommerce', [{ function: 'woocommerce', source: 'woocommerce', ack: 'stored', path }], { woocommerce: {} });
	on.secrets.set('WOOCOMMERCE_WEBHOOK_SECRET', secret);
});
afterEach(() => on.close());

const post = (body: string, changes: Partial<Delivery> = {}) =>
	deliver(receive(woocommerce, on), delivery({ path, headers: form, rawBody: Buffer.from(body), ...changes }));

describe('the ping of a webhook that is activated', () => {
	it('is answered with an empty 200, and leaves nothing behind', async () => {
		const reply = await post('webhook_id=7');

		expect(reply).toMatchObject({ status: 200, body: '' });
		expect(await on.cloud.events.list({})).toEqual([]);
	});

	it('is answered before there is a secret', async () => {
		on.secrets.clear();

		expect((await post('webhook_id=7')).status).toBe(200);
	});

	it.each<readonly [string, string, Partial<Delivery>]>([
		['more in the form', 'webhook_id=7&id=1', {}],
		['another field', 'id=7', {}],
		['no number', 'webhook_id=', {}],
		['no digits', 'webhook_id=a', {}],
		['a long number', `webhook_id=${'7'.repeat(21)}`, {}],
		['a line break after it', 'webhook_id=7\n', {}],
		['no body', '', {}],
		['the content type of a delivery', 'webhook_id=7', { headers: { 'content-type': 'application/json' } }],
		['no content type', 'webhook_id=7', { headers: {} }],
	])('is none with %s: 401', async (_, body, changes) => {
		const reply = await post(body, changes);

		expect([reply.status, JSON.parse(reply.body).code]).toEqual([401, 'signature-invalid']);
	});

	it.each(['GET', 'HEAD', 'OPTIONS', 'PUT'])('is none by %s: 405', async (method) => {
		expect((await post('webhook_id=7', { method })).status).toBe(405);
	});
});

it('a signed delivery is an event, though its body looks like a ping', async () => {
	const signed = woocommerce.scheme.sign(
		delivery({ path, headers: { 'content-type': 'application/json' }, rawBody: Buffer.from('{"webhook_id":7}') }),
		secret,
	);
	const headers = { ...signed.headers, 'x-wc-webhook-topic': 'order.updated', 'x-wc-webhook-delivery-id': 'd-1' };

	const reply = await deliver(receive(woocommerce, on), { ...signed, headers });

	expect(reply.status).toBe(200);
	expect((await on.cloud.events.list({})).map(({ type }) => type)).toEqual(['order.updated']);
});
