import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from '../../../src/clouds/azure/client.ts';
import type { Answer, Outgoing } from '../../../src/clouds/exchange.ts';
import { type FakeVault, startFakeVault } from './fake-vault.ts';

let vault: FakeVault;
beforeEach(async () => {
	vault = await startFakeVault();
	vault.secrets.set('A', 'value');
});
afterEach(() => vault.close());

const wait = async () => undefined;
const read = { service: 'vault', method: 'GET', path: '/secrets/A', query: { 'api-version': '7.4' } } as const;
const tokensAsked = () => vault.asked.filter(({ path }) => path.startsWith('/msi/token'));
const ok: Answer = { status: 200, headers: {}, body: Buffer.from('{"access_token":"t","expires_on":"9999999999"}') };

describe('the identity of the app', () => {
	it('gives one token for a resource, for all who ask at once and later', async () => {
		const client = createClient({ env: vault.env, wait });

		const answers = await Promise.all(Array.from({ length: 20 }, () => client(read)));
		await client(read);

		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(tokensAsked().map(({ path }) => path)).toEqual(['/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net']);
	});

	it('is asked anew five minutes before a token expires, and not before', async () => {
		vault.lifetime = 60 * 60;
		let time = Date.now();
		const client = createClient({ env: vault.env, wait, now: () => time });
		await client(read);

		time += 54 * 60_000;
		await client(read);
		const before = tokensAsked().length;
		time += 60_000;
		await client(read);

		expect([before, tokensAsked().length]).toEqual([1, 2]);
	});

	it('that could not be asked is asked again by the next', async () => {
		const client = createClient({ env: { ...vault.env, IDENTITY_HEADER: 'wrong' }, wait });
		await expect(client(read)).rejects.toThrow(/^identity: refused \(400\)$/);
		await expect(client(read)).rejects.toThrow(/^identity: refused \(400\)$/);

		expect(tokensAsked()).toHaveLength(2);
		await expect(createClient({ env: { WEBHOOK_VAULT: vault.url }, wait })(read)).rejects.toThrow('IDENTITY_ENDPOINT is not set');
	});

	it('is the one that is named, where an app has several', async () => {
		await createClient({ env: { ...vault.env, AZURE_CLIENT_ID: 'the client' }, wait })(read);

		expect(tokensAsked()[0]?.path).toContain('&client_id=the+client');
	});

	it.each([
		['queue', 'https://shop.queue.core.windows.net', 'https://storage.azure.com/'],
		['table', 'https://shop.table.core.windows.net', 'https://storage.azure.com/'],
		['blob', 'https://shop.blob.core.windows.net', 'https://storage.azure.com/'],
		['vault', 'https://shop.vault.azure.net', 'https://vault.azure.net'],
	] as const)('asks %s at %s with a token for %s', async (service, origin, resource) => {
		const asked: [string, Outgoing][] = [];
		const env = { ...vault.env, WEBHOOK_STORAGE: 'https://shop.{service}.core.windows.net', WEBHOOK_VAULT: 'https://shop.vault.azure.net' };
		const client = createClient({
			env,
			wait,
			way: async (to, outgoing) => {
				asked.push([to.origin, outgoing]);
				return ok;
			},
		});

		await client({ service, method: 'GET', path: '/a', query: { b: 'c d' } });

		const [[, token], [to, request]] = asked as [[string, Outgoing], [string, Outgoing]];
		expect(new URLSearchParams(token.path.replace(/^.*\?/, '')).get('resource')).toBe(resource);
		expect([to, request.path, request.headers.authorization]).toEqual([origin, '/a?b=c%20d', 'Bearer t']);
		expect(request.headers['x-ms-version']).toBe(service === 'vault' ? undefined : '2023-11-03');
	});
});

describe('a request', () => {
	const withAnswers = (...answers: readonly (Answer | Error)[]) => {
		const left = [...answers];
		const way = async () => {
			const next = left.shift();
			if (next === undefined || next instanceof Error) throw next ?? new Error('asked too often');
			return next;
		};
		return createClient({ env: { WEBHOOK_VAULT: 'https://vault' }, wait, way, tokens: async () => 't' });
	};
	const failed = (status: number, headers = {}, body = ''): Answer => ({ status, headers, body: Buffer.from(body) });
	const busy = failed(503, { 'x-ms-error-code': 'ServerBusy' });

	it.each([
		['the service is busy', busy],
		['it asks too often', failed(429)],
		['the connection breaks', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
	])('is sent again when %s', async (_, first) => {
		expect((await withAnswers(first, ok)(read)).status).toBe(200);
	});

	it('fails after four times', async () => {
		await expect(withAnswers(busy, busy, busy, busy)(read)).rejects.toThrow(/^vault: ServerBusy \(503\)$/);
	});

	it.each([
		['in a header', failed(404, { 'x-ms-error-code': 'QueueNotFound' }), 'QueueNotFound'],
		['in XML', failed(404, {}, '<?xml version="1.0"?><Error><Code>QueueNotFound</Code><Message>canary</Message></Error>'), 'QueueNotFound'],
		['in JSON', failed(404, {}, '{"odata.error":{"code":"ResourceNotFound","message":{"value":"canary"}}}'), 'ResourceNotFound'],
		['by nobody', failed(404, {}, 'canary'), 'refused'],
		['by something strange', failed(404, { 'x-ms-error-code': 'no name: canary' }), 'refused'],
	])('that is refused fails at once with the name that is given %s, and nothing else', async (_, answer, code) => {
		await expect(withAnswers(answer)(read)).rejects.toThrow(new RegExp(`^vault: ${code} \\(404\\)$`));
	});

	it('to what is not set says what is missing', async () => {
		const client = createClient({ env: {} });

		await expect(client({ service: 'queue', method: 'GET', path: '/' })).rejects.toThrow('WEBHOOK_STORAGE is not set');
		await expect(client(read)).rejects.toThrow('WEBHOOK_VAULT is not set');
	});
});
