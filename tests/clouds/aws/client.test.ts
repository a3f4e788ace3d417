import { afterEach, describe, expect, it } from '@jest/globals';
import { type AwsRequest, createClient } from '../../../src/clouds/aws/client.ts';
import { endpointOf } from '../../../src/clouds/aws/endpoint.ts';
import { keys } from './emulators.ts';
import { type FakeService, startFakeService, type Told } from './fake-service.ts';
import { officialSignature } from './official-signature.ts';
import { type Spoiling, startUnreliableWay, type UnreliableWay } from './unreliable-way.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

async function fake(answer: () => Told = () => ({ body: '{}' })): Promise<FakeService> {
	const service = await startFakeService(answer);
	closing.push(service.close);
	return service;
}

async function between(service: FakeService, ...spoilings: readonly Spoiling[]): Promise<UnreliableWay> {
	const way = await startUnreliableWay(service.url);
	closing.unshift(way.close);
	way.spoil('PutItem', ...spoilings);
	return way;
}

const put: AwsRequest = { service: 'dynamodb', headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' }, body: '{}' };
const client = (url: string, options: object = {}) => createClient({ env: { ...keys, AWS_ENDPOINT_URL: url }, ...options });

describe('an endpoint', () => {
	it.each([
		[{ AWS_REGION: 'eu-central-1' }, 'https://dynamodb.eu-central-1.amazonaws.com/'],
		[{ AWS_DEFAULT_REGION: 'eu-west-1' }, 'https://dynamodb.eu-west-1.amazonaws.com/'],
		[{ AWS_REGION: 'cn-north-1' }, 'https://dynamodb.cn-north-1.amazonaws.com.cn/'],
		[{ AWS_REGION: 'eusc-de-east-1' }, 'https://dynamodb.eusc-de-east-1.amazonaws.eu/'],
		[{}, 'https://dynamodb.us-east-1.amazonaws.com/'],
		[{ AWS_ENDPOINT_URL: 'http://127.0.0.1:9297' }, 'http://127.0.0.1:9297/'],
		[{ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2' }, 'http://127.0.0.1:2/'],
		[
			{ AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:2', AWS_REGION: 'eu-west-1' },
			'https://dynamodb.eu-west-1.amazonaws.com/',
		],
	])('with %j is %s', (env, url) => {
		expect(String(endpointOf('dynamodb', env))).toBe(url);
	});
});

describe('a request', () => {
	const requests: readonly [string, AwsRequest][] = [
		['of a JSON service', put],
		['without a body', { service: 's3', method: 'GET', path: '/bucket/stripe/0f' }],
		['with bytes', { service: 's3', method: 'PUT', path: '/bucket/~002e/~/a-b_c', body: Buffer.from([0, 255, 10]).subarray(2) }],
		['with a query', { service: 's3', method: 'GET', path: '/bucket?list-type=2&encoding-type=url&continuation-token=a%2Bb%2F' }],
		['with a name alone in its query', { service: 's3', path: '/bucket?delete', body: '<Delete/>' }],
		['with a header of several words', { ...put, headers: { ...put.headers, 'x-amz-meta-note': ' of  several words ' } }],
		['of a path that is encoded', { service: 'lambda', path: '/2015-03-31/functions/a%20b%3A1/invocations' }],
		['of a path', { service: 'lambda', path: '/2015-03-31/functions/test-dev-reserve/invocations', body: '{"é":"\u{1f600}"}' }],
	];
	it.each(requests)('%s is signed as the official signer signs it', async (_, request) => {
		const service = await fake();

		await client(service.url)(request);

		const [asked] = service.asked;
		if (asked === undefined) throw new Error('nothing arrived');
		expect(asked.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\//);
		expect(await officialSignature(request.service, asked)).toBe(asked.headers.authorization);
	});

	it('carries the session token of a role, and takes credentials as they are at the time', async () => {
		const service = await fake();
		const accessKeys = ['AKID1', 'AKID2'];
		const credentials = async () => {
			const accessKeyId = accessKeys.shift() ?? '';
			return { accessKeyId, secretAccessKey: 'x', sessionToken: `token of ${accessKeyId}` };
		};
		const send = client(service.url, { credentials });

		await send(put);
		await send(put);

		expect(service.asked.map(({ headers }) => headers['x-amz-security-token'])).toEqual(['token of AKID1', 'token of AKID2']);
		expect(service.asked.map(({ headers }) => /AKID\d/.exec(headers.authorization ?? '')?.[0])).toEqual(['AKID1', 'AKID2']);
	});

	it('keeps the path of an endpoint that has one', async () => {
		const service = await fake();

		await client(`${service.url}/prefix/`)({ service: 's3', method: 'GET', path: '/bucket/key' });

		expect(service.asked.map(({ path }) => path)).toEqual(['/prefix/bucket/key']);
	});
});

describe('what fails for a moment is asked again', () => {
	const moments: readonly [string, Spoiling][] = [
		['an answer that got lost', 'lose the answer'],
		['a request that got lost', 'lose the request'],
		['an answer that does not come in time', 'never answer'],
		['an error of the service', { status: 500, error: 'InternalServerError' }],
		['an unavailable service', { status: 503, error: 'ServiceUnavailable' }],
		['a throttled table', { status: 400, error: 'ProvisionedThroughputExceededException' }],
		['throttling', { status: 400, error: 'ThrottlingException' }],
		['too many requests', { status: 429, error: 'TooManyRequestsException' }],
	];
	it.each(moments)('%s', async (_, spoiling) => {
		const way = await between(await fake(), spoiling, spoiling);

		const answer = await client(way.url, { timeoutMillis: 200 })(put);

		expect([answer.status, way.asked('PutItem')]).toEqual([200, 3]);
	});

	it('but not for ever: four times, and then the last reason is told in one line', async () => {
		const way = await between(await fake(), ...Array<Spoiling>(9).fill({ status: 500, error: 'InternalServerError' }));

		await expect(client(way.url)(put)).rejects.toThrow(/^dynamodb: InternalServerError \(500\)$/);

		expect(way.asked('PutItem')).toBe(4);
	});

	it('and a time-out names itself', async () => {
		const way = await between(await fake(), 'never answer');

		await expect(client(way.url, { timeoutMillis: 50, attempts: 1 })(put)).rejects.toThrow('dynamodb: ETIMEDOUT');
	});

	it('and so does a service that is not there', async () => {
		const service = await startFakeService(() => ({}));
		await service.close();

		await expect(client(service.url)(put)).rejects.toThrow('dynamodb: ECONNREFUSED');
	});
});

describe('what will not pass is asked once', () => {
	it.each([
		[400, 'ConditionalCheckFailedException'],
		[400, 'ValidationException'],
		[403, 'AccessDeniedException'],
		[404, 'ResourceNotFoundException'],
	])('%i %s', async (status, error) => {
		const way = await between(await fake(), { status, error });

		await expect(client(way.url)(put)).rejects.toMatchObject({ name: 'ServiceError', code: error, status });

		expect(way.asked('PutItem')).toBe(1);
	});

	it('an error whose name is no name is only called refused', async () => {
		const service = await fake(() => ({ status: 400, headers: { 'x-amzn-errortype': 'secret text <x>' }, body: '{"message":"secret"}' }));

		await expect(client(service.url)(put)).rejects.toThrow(/^dynamodb: refused \(400\)$/);
	});
});

describe('what must happen once', () => {
	it.each([
		['an answer got lost', 'lose the answer', 'dynamodb: ECONNRESET'],
		['the service failed', { status: 500, error: 'ServiceException' }, 'dynamodb: ServiceException (500)'],
	] as const)('is not asked again when %s', async (_, spoiling, message) => {
		const way = await between(await fake(), spoiling);

		await expect(client(way.url)({ ...put, once: true })).rejects.toThrow(message);

		expect(way.asked('PutItem')).toBe(1);
	});

	it('is asked again when it was certainly not begun', async () => {
		const way = await between(await fake(), { status: 429, error: 'TooManyRequestsException' });

		const answer = await client(way.url)({ ...put, once: true });

		expect([answer.status, way.asked('PutItem')]).toEqual([200, 2]);
	});
});
