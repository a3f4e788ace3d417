import { describe, expect, it } from '@jest/globals';
import type { Exchange, Outgoing } from '../../../src/clouds/exchange.ts';
import { createClient, type GoogleRequest } from '../../../src/clouds/google/client.ts';
import { endpointOf } from '../../../src/clouds/google/endpoint.ts';

type Told = { readonly status?: number; readonly body?: string | object } | string;

/** A way on which each request gets the next of these answers; a text is what the connection fails with. */
function told(...answers: readonly Told[]) {
	const asked: (Outgoing & { readonly origin: string })[] = [];
	const way: Exchange = async (origin, outgoing) => {
		const answer = answers[asked.length] ?? {};
		asked.push({ ...outgoing, origin: origin.href });
		if (typeof answer === 'string') throw Object.assign(new Error(answer), { code: answer });
		const { status = 200, body = '' } = answer;
		return { status, headers: {}, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
	};
	const tokens = { access: async () => 'a token', identity: async (audience: string) => `for ${audience}` };
	return { asked, client: (env = {}) => createClient({ env, way, tokens, wait: async () => {} }) };
}
const error = (code: number, status: string) => ({ status: code, body: { error: { code, message: 'projects/p/secret-thing', status } } });
const publish: GoogleRequest = { service: 'pubsub', path: '/v1/projects/p/topics/t:publish', body: '{"é":1}' };

describe('an endpoint', () => {
	it.each([
		['pubsub', {}, 'https://pubsub.googleapis.com/'],
		['secretmanager', {}, 'https://secretmanager.googleapis.com/'],
		['functions', { WEBHOOK_REGION: 'europe-west1', WEBHOOK_PROJECT: 'p' }, 'https://europe-west1-p.cloudfunctions.net/'],
		[
			'firestore',
			{ WEBHOOK_ENDPOINT_FIRESTORE: 'http://127.0.0.1:2', WEBHOOK_ENDPOINT_PUBSUB: 'http://127.0.0.1:1' },
			'http://127.0.0.1:2/',
		],
	] as const)('of %s with %j is %s', (service, env, expected) => {
		expect(endpointOf(service, env).href).toBe(expected);
	});
});

describe('a request', () => {
	it('has a token, its length in bytes, and the path of an endpoint that has one', async () => {
		const { asked, client } = told();

		await client({ WEBHOOK_ENDPOINT_PUBSUB: 'http://127.0.0.1:1/prefix/' })(publish);

		expect(asked).toEqual([
			{
				origin: 'http://127.0.0.1:1/prefix/',
				method: 'POST',
				path: '/prefix/v1/projects/p/topics/t:publish',
				headers: { host: '127.0.0.1:1', 'content-length': '8', 'content-type': 'application/json', authorization: 'Bearer a token' },
				body: '{"é":1}',
				fresh: false,
			},
		]);
	});
});

describe('what fails for a moment is asked again', () => {
	it.each<[string, Told]>([
		['a lost connection', 'ECONNRESET'],
		['an error of the service', error(500, 'INTERNAL')],
		['an unavailable service', error(503, 'UNAVAILABLE')],
		['too many requests', error(429, 'RESOURCE_EXHAUSTED')],
		['too many writers at once', error(409, 'ABORTED')],
	])('%s', async (_, answer) => {
		const { asked, client } = told(answer, answer, {});

		expect((await client()(publish)).status).toBe(200);
		expect(asked).toHaveLength(3);
	});

	it('but not for ever: four times, and then the last reason is told in one line, without anything of the answer', async () => {
		const { asked, client } = told(...Array<Told>(9).fill(error(503, 'UNAVAILABLE')));

		await expect(client()(publish)).rejects.toThrow(/^pubsub: UNAVAILABLE \(503\)$/);
		expect(asked).toHaveLength(4);
	});
});

describe('what will not pass is asked once', () => {
	it.each([
		[400, 'INVALID_ARGUMENT'],
		[400, 'FAILED_PRECONDITION'],
		[403, 'PERMISSION_DENIED'],
		[404, 'NOT_FOUND'],
		[409, 'ALREADY_EXISTS'],
	])('%i %s', async (status, code) => {
		const { asked, client } = told(error(status, code));

		await expect(client()(publish)).rejects.toMatchObject({ name: 'ServiceError', code, status });
		expect(asked).toHaveLength(1);
	});

	it.each<[string, Told, string]>([
		['in a list, as from what streams', { status: 404, body: [{ error: { code: 404, status: 'NOT_FOUND' } }] }, 'pubsub: NOT_FOUND (404)'],
		['of a front end, which is no JSON', { status: 403, body: '<html>secret</html>' }, 'pubsub: refused (403)'],
		['whose status is no name', { status: 400, body: { error: { status: 'secret text' } } }, 'pubsub: refused (400)'],
	])('an error %s', async (_, answer, message) => {
		await expect(told(answer).client()(publish)).rejects.toThrow(message);
	});

	it.each([
		['No such object: bucket/key', 'NoSuchObject'],
		['The specified bucket does not exist.', 'notFound'],
	])('an object and a bucket that are not there are told apart: %s', async (message, code) => {
		const body = { error: { code: 404, message, errors: [{ message, domain: 'global', reason: 'notFound' }] } };

		await expect(told({ status: 404, body }).client()({ service: 'storage', path: '/' })).rejects.toMatchObject({ code, status: 404 });
	});
});

describe('what must happen once', () => {
	it.each<[string, Told]>([
		['an answer got lost', 'ECONNRESET'],
		['the service failed', error(500, 'INTERNAL')],
	])('is not asked again when %s, and has a connection of its own', async (_, answer) => {
		const { asked, client } = told(answer);

		await expect(client()({ ...publish, once: true })).rejects.toThrow('pubsub: ');
		expect(asked.map(({ fresh }) => fresh)).toEqual([true]);
	});

	it('is asked again when it was certainly not begun', async () => {
		const { asked, client } = told(error(429, 'RESOURCE_EXHAUSTED'), 'ECONNREFUSED', {});

		await client()({ ...publish, once: true });

		expect(asked).toHaveLength(3);
	});
});
