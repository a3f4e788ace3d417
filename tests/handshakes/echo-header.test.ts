import { afterAll, describe, expect, it } from '@jest/globals';
import { ringCentral } from '../../src/providers/ring-central.ts';
import { receive } from '../../src/receive.ts';
import type { Headers } from '../../src/webhook/delivery.ts';
import { deliver, delivery, localPlatform } from '../local-platform.ts';
import { deliveryOf, samplesOf } from '../providers/deliveries.ts';

const path = '/webhooks/ring-central';
const on = localPlatform('ring-central', [{ function: 'ring-central', source: 'ring-central', ack: 'stored', path }], {
	'ring-central': {},
});
afterAll(() => on.close());
on.secrets.set('RING_CENTRAL_WEBHOOK_SECRET', 'a-token-of-ours');
const handler = receive(ringCentral, on);
const kept = () => on.cloud.events.list({});
const ask = (headers: Headers, body = '', method = 'POST') =>
	deliver(handler, delivery({ path, method, headers, rawBody: Buffer.from(body) }));

describe('a question whose answer is its own header', () => {
	it.each([
		['without a body', ''],
		['with an empty object', '{}'],
		['with what is no JSON', '-'],
	])('%s is answered with that header, by an empty 200 of JSON', async (_, body) => {
		const reply = await ask({ 'validation-token': '6d2a3c1e-Zo 9' }, body);

		expect(reply.status).toBe(200);
		expect(reply.body).toBe('');
		expect(reply.headers).toMatchObject({ 'content-type': 'application/json', 'validation-token': '6d2a3c1e-Zo 9' });
	});

	it.each([
		['a line break', 'a\r\nset-cookie: b=c'],
		['the beginning of a page', '<script>'],
		['a letter that no header holds', 'Zoë'],
		['more than anybody needs', 'a'.repeat(1025)],
	])('is refused with 403 where it holds %s, which is not in the answer', async (_, token) => {
		const reply = await ask({ 'validation-token': token });

		expect([reply.status, JSON.parse(reply.body).code]).toEqual([403, 'handshake-refused']);
		expect(JSON.stringify(reply)).not.toContain(token);
	});

	it.each(['', undefined])('is none where the header is %j', async (token) => {
		const reply = await ask({ ...(token !== undefined && { 'validation-token': token }) });

		expect([reply.status, JSON.parse(reply.body).code]).toEqual([401, 'signature-invalid']);
	});

	it.each(['GET', 'HEAD', 'OPTIONS', 'PUT'])('is none by %s', async (method) => {
		expect((await ask({ 'validation-token': 'a' }, '', method)).status).toBe(405);
	});

	it('is none with an event, which is a delivery then: refused without its token, and kept with it', async () => {
		const [sample] = samplesOf(ringCentral);
		const event = { ...deliveryOf(sample as NonNullable<typeof sample>, 'id-1'), path };
		const asking = { ...event, headers: { ...event.headers, 'validation-token': 'a' } };

		const refused = await deliver(handler, asking);
		const before = await kept();
		const taken = await deliver(handler, ringCentral.scheme.sign(asking, 'a-token-of-ours'));

		expect([refused.status, before, taken.status, taken.headers['validation-token']]).toEqual([401, [], 200, undefined]);
		expect(await kept()).toMatchObject([{ id: 'id-1', type: sample?.type }]);
	});
});
