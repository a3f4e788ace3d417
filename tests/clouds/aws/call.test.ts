import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createCall } from '../../../src/clouds/aws/call.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { keys } from './emulators.ts';
import { type FakeService, startFakeService, type Told } from './fake-service.ts';

let lambda: FakeService;
let told: Told;
beforeEach(async () => {
	told = {};
	lambda = await startFakeService(() => told);
});
afterEach(() => lambda.close());

const call = (name: string, payload?: unknown) =>
	createCall(createClient({ env: { ...keys, AWS_ENDPOINT_URL_LAMBDA: lambda.url } }), 'shop-prod-')(name, payload);

it('a function of the service is invoked by its name, and its answer returned', async () => {
	told = { body: '{"reserved":2}' };

	const answer = await call('reserve-stock', { sku: 'é', count: 2 });

	expect(answer).toEqual({ reserved: 2 });
	expect(lambda.asked).toMatchObject([
		{
			method: 'POST',
			path: '/2015-03-31/functions/shop-prod-reserve-stock/invocations',
			body: '{"sku":"é","count":2}',
			headers: { 'x-amz-invocation-type': 'RequestResponse', connection: 'close' },
		},
	]);
});

it.each([
	['', undefined],
	['null', null],
	['"text"', 'text'],
])('an answer of %j is %j', async (body, expected) => {
	told = { body };

	expect(await call('reserve-stock')).toBe(expected);
	expect(lambda.asked[0]?.body).toBe('');
});

it.each([
	[
		'what it threw',
		'{"errorType":"RangeError","errorMessage":"sold\\nout","trace":["at secret.ts:1"]}',
		'reserve-stock failed: RangeError: sold out',
	],
	['its end', '{"errorMessage":"Task timed out after 3.00 seconds"}', 'reserve-stock failed: Task timed out after 3.00 seconds'],
	['nothing', 'null', 'reserve-stock failed: no reason given'],
])('a function that failed is one line with %s', async (_, body, message) => {
	told = { headers: { 'x-amz-function-error': 'Unhandled' }, body };

	const error: unknown = await call('reserve-stock', {}).catch((thrown: unknown) => thrown);

	expect(String(error)).toBe(`Error: ${message}`);
});

it.each([
	[404, 'ResourceNotFoundException'],
	[500, 'ServiceException'],
	[413, 'RequestTooLargeException'],
])('an invocation that was refused with %i %s is one line, and is not tried again', async (status, code) => {
	told = { status, headers: { 'x-amzn-errortype': `${code}:http://internal.amazon.com/` }, body: '{"Message":"arn:aws:lambda:…"}' };

	await expect(call('reserve-stock', {})).rejects.toThrow(`lambda: ${code} (${status})`);
	expect(lambda.asked).toHaveLength(1);
});
