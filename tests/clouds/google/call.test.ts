import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createCall } from '../../../src/clouds/google/call.ts';
import { createClient } from '../../../src/clouds/google/client.ts';
import { type FakeService, startFakeService, type Told } from '../aws/fake-service.ts';

let functions: FakeService;
let told: Told;
beforeEach(async () => {
	told = {};
	functions = await startFakeService(() => told);
});
afterEach(() => functions.close());

const tokens = { access: async () => 'of no use', identity: async (audience: string) => `identity for ${audience}` };
const call = (name: string, payload?: unknown) => {
	const client = createClient({ env: { WEBHOOK_ENDPOINT_FUNCTIONS: functions.url }, tokens });
	return createCall(client, { base: 'https://europe-west1-p.cloudfunctions.net', prefix: 'shop-prod-' })(name, payload);
};

it('a function of the service is posted to by its name, with a token for its URL, and its answer returned', async () => {
	told = { body: '{"reserved":2}' };

	const answer = await call('reserve-stock', { sku: 'é', count: 2 });

	expect(answer).toEqual({ reserved: 2 });
	expect(functions.asked).toMatchObject([
		{
			method: 'POST',
			path: '/shop-prod-reserve-stock/_call',
			body: '{"sku":"é","count":2}',
			headers: {
				authorization: 'Bearer identity for https://europe-west1-p.cloudfunctions.net/shop-prod-reserve-stock',
				'content-type': 'application/json',
				connection: 'close',
			},
		},
	]);
});

it.each([
	['', undefined],
	['null', null],
	['"text"', 'text'],
])('an answer of %j is %j', async (body, expected) => {
	told = { body, status: body === '' ? 204 : 200 };

	expect(await call('reserve-stock')).toBe(expected);
	expect(functions.asked[0]?.body).toBe('');
});

it.each([
	['what it threw', '{"errorType":"RangeError","errorMessage":"sold\\nout"}', 'reserve-stock failed: RangeError: sold out'],
	['nothing', 'null', 'reserve-stock failed: no reason given'],
])('a function that failed is one line with %s', async (_, body, message) => {
	told = { status: 500, headers: { 'x-function-error': 'unhandled' }, body };

	const error: unknown = await call('reserve-stock', {}).catch((thrown: unknown) => thrown);

	expect(String(error)).toBe(`Error: ${message}`);
	expect(functions.asked).toHaveLength(1);
});

it.each([
	[403, '<html>Your client does not have permission</html>'],
	[404, ''],
	[500, '{"errorType":"RangeError"}'],
	[503, ''],
])('a call that the platform refused with %i is one line, and is not tried again', async (status, body) => {
	told = { status, body };

	await expect(call('reserve-stock', {})).rejects.toThrow(`functions: refused (${status})`);
	expect(functions.asked).toHaveLength(1);
});
