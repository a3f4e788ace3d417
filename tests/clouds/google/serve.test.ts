import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { exchange } from '../../../src/clouds/exchange.ts';
import { dispose } from '../../../src/clouds/google/dispose.ts';
import { readEvent } from '../../../src/clouds/google/read-event.ts';
import { serve } from '../../../src/clouds/google/serve.ts';
import type { Trigger } from '../../../src/webhook/ports.ts';

let servers: readonly Server[];
let origins: readonly URL[];
let triggers: Trigger[];
let lines: string[];
let given: unknown[];
let answer: () => unknown;
const place = { publicUrl: 'https://hooks.example.com', now: Date.now };
const isPayload = (input: unknown) => typeof input === 'object' && input !== null && 'sku' in input;
/** A function that anybody may post to, and one that is not public. */
const names = ['open', 'closed'] as const;

beforeAll(async () => {
	for (const name of names) {
		const open = name === 'open';
		const handler = async (input: unknown) => {
			given.push(input);
			if (isPayload(input)) return answer();
			triggers.push(readEvent(input, { ...place, open }));
			return answer();
		};
		// Sound because the framework's request and response are Node's, and it adds what is read of them.
		http(name, serve(handler, { open, write: (line) => void lines.push(line) }) as Parameters<typeof http>[1]);
	}
	servers = names.map((name) => getTestServer(name));
	for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
	origins = servers.map((server) => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
});
afterAll(() => {
	for (const server of servers) {
		server.closeAllConnections();
		server.close();
	}
});
beforeEach(() => {
	triggers = [];
	given = [];
	lines = [];
	answer = () => ({ status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'thanks' });
});

type Asking = {
	readonly to?: (typeof names)[number];
	readonly path?: string;
	readonly method?: string;
	readonly headers?: object;
	readonly body?: string | Buffer;
};

async function ask({ to = 'open', path = '/webhooks/stripe', method = 'POST', headers = {}, body = '' }: Asking) {
	const origin = origins[names.indexOf(to)] ?? new URL('http://nowhere');
	const all = { host: origin.host, 'content-length': String(Buffer.byteLength(body)), ...headers };
	return await exchange(origin, { method, path, headers: all, body, fresh: true }, 5000);
}

const bytesOf = (trigger: Trigger | undefined) => (trigger?.kind === 'delivery' ? trigger.delivery.rawBody : undefined);

describe('under the functions-framework a delivery', () => {
	it.each<[string, string, Buffer]>([
		['JSON', 'application/json', Buffer.from('{ "a" : "Zoë \u{1f600}" }\r\n')],
		['JSON with a byte order mark', 'application/json', Buffer.from('\ufeff{"a":1}')],
		['JSON of a vendor, even where it is none', 'application/vnd.example+json', Buffer.from('{"a":')],
		['a form', 'application/x-www-form-urlencoded', Buffer.from('a=%20b&a=+c&%zz')],
		['parts', 'multipart/form-data; boundary=x', Buffer.from('--x\r\n\r\n1\r\n--x--')],
		['text', 'text/plain; charset=iso-8859-1', Buffer.from([0xe9, 0x0a])],
		['bytes', 'application/octet-stream', Buffer.from([0, 255, 254])],
		['something of no type', '', Buffer.from([0, 255, 254])],
		['nothing', 'application/json', Buffer.alloc(0)],
		[
			'a megabyte',
			'application/json',
			Buffer.from(
				JSON.stringify('x'.repeat(1024 * 1024))
					.replace(/^/, '[')
					.replace(/$/, ']'),
			),
		],
	])('of %s has its exact bytes, and gets our answer as it is', async (_, type, body) => {
		const { status, headers, body: got } = await ask({ body, headers: type === '' ? {} : { 'content-type': type } });

		expect([status, headers['content-type'], got.toString(), triggers.length]).toEqual([200, 'text/plain; charset=utf-8', 'thanks', 1]);
		expect(bytesOf(triggers[0])?.equals(body)).toBe(true);
		expect(Object.keys(headers).sort()).toEqual(['connection', 'content-length', 'content-type', 'date']);
	});

	it('that is compressed has the bytes from before, and still says so in its header', async () => {
		await ask({ body: gzipSync('{"a":1}'), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } });

		expect(bytesOf(triggers[0])?.toString()).toBe('{"a":1}');
		expect(triggers).toMatchObject([{ delivery: { headers: { 'content-encoding': 'gzip' } } }]);
	});

	it('has raw path and query, its headers joined, and its cookies', async () => {
		await ask({
			path: '/a%20b/?a=%20b&a=c',
			headers: { 'x-twice': ['one', 'two'], cookie: 'a=1;b=2', 'x-forwarded-for': '10.0.0.1, 203.0.113.7' },
		});

		expect(triggers).toMatchObject([
			{
				delivery: {
					path: '/a%20b/',
					query: 'a=%20b&a=c',
					url: 'https://hooks.example.com/a%20b/?a=%20b&a=c',
					remoteAddress: '203.0.113.7',
					headers: { 'x-twice': 'one,two', cookie: 'a=1; b=2' },
				},
			},
		]);
	});

	it.each(['GET', 'HEAD', 'PUT', 'OPTIONS', 'DELETE'])('may be %s', async (method) => {
		answer = () => ({ status: 405, headers: { allow: 'POST' }, body: '' });

		const { status, headers } = await ask({ method });

		expect([status, headers.allow, triggers.length]).toEqual([405, 'POST', 1]);
	});

	it('whose handler fails is answered 500 with nothing of the error, which is a line of the log', async () => {
		answer = () => {
			throw new RangeError('secret\nthing');
		};

		const { status, body } = await ask({ body: '{}' });

		expect([status, body.toString()]).toEqual([500, '']);
		expect(lines.map((line) => JSON.parse(line))).toMatchObject([
			{ severity: 'ERROR', message: 'the function failed', detail: 'RangeError: secret\nthing' },
		]);
	});
});

describe('a reply that is no HTTP', () => {
	it.each([
		['a header', { status: 200, headers: { 'x-note': 'secret\nthing' }, body: '' }],
		['a status', { status: 42, headers: {}, body: 'secret' }],
	])('by %s is a 500 with nothing of it, and a line of the log', async (_, reply) => {
		answer = () => reply;

		const { status, headers, body } = await ask({ body: '{}' });

		expect([status, body.toString(), headers['x-note'], lines.length]).toEqual([500, '', undefined, 1]);
	});
});

/** What the framework answers by itself, before our code sees anything. docs/clouds.md shows these. */
describe('what the functions-framework answers by itself', () => {
	// It prints what it does not like.
	beforeEach(() => void jest.spyOn(console, 'error').mockImplementation(() => {}));

	const json = { 'content-type': 'application/json' };
	const form = { 'content-type': 'application/x-www-form-urlencoded' };
	it.each<[string, number, Asking]>([
		['JSON that is none', 400, { headers: json, body: '{"a":' }],
		['JSON that is neither object nor list', 400, { headers: json, body: '"text"' }],
		['JSON in another charset than UTF', 415, { headers: { 'content-type': 'application/json; charset=iso-8859-1' }, body: '{}' }],
		['text in a charset that nobody knows', 415, { headers: { 'content-type': 'text/plain; charset=x-none' }, body: 'a' }],
		['a form of over 1000 fields', 413, { headers: form, body: 'a=1&'.repeat(1001) }],
		['a form that nests deeper than 32', 400, { headers: form, body: `a${'[b]'.repeat(33)}=1` }],
		['an encoding that nobody knows', 415, { headers: { ...json, 'content-encoding': 'x-none' }, body: '{}' }],
		['gzip that is none', 400, { headers: { ...json, 'content-encoding': 'gzip' }, body: '{}' }],
		['/favicon.ico', 404, { path: '/favicon.ico', method: 'GET' }],
		['/robots.txt', 404, { path: '/robots.txt', method: 'GET' }],
	])('%s: %i', async (_, expected, asking) => {
		const { status } = await ask(asking);

		expect([status, triggers]).toEqual([expected, []]);
	});
});

describe('to a function that is not public', () => {
	const push = { message: { data: '', messageId: 'm1' }, subscription: 's' };
	const headers = { 'content-type': 'application/json' };

	it.each([
		[{ done: true } as const, 204],
		[{ done: false, retryAfterSeconds: 5 } as const, 429],
	])('a pushed message that is %j is answered %i', async (disposition, expected) => {
		answer = () => dispose([disposition]);

		const { status, headers: answered, body } = await ask({ to: 'closed', path: '/_queue', headers, body: JSON.stringify(push) });

		expect([status, body.length, triggers.map(({ kind }) => kind)]).toEqual([expected, 0, ['messages']]);
		expect(answered['content-length']).toBe(expected === 204 ? undefined : '0');
	});

	it.each([
		[{ reserved: 2 }, 200, '{"reserved":2}'],
		[null, 200, 'null'],
		[undefined, 204, ''],
	])('a call is answered %j', async (value, expected, text) => {
		answer = () => value;

		const { status, body } = await ask({ to: 'closed', path: '/_call', headers, body: '{"sku":"é"}' });

		expect([status, body.toString(), given]).toEqual([expected, text, [{ sku: 'é' }]]);
	});

	it('a call that fails says with what, and that it was the function', async () => {
		answer = () => {
			throw new RangeError('sold out');
		};

		const { status, headers: answered, body } = await ask({ to: 'closed', path: '/_call', headers, body: '{"sku":"é"}' });

		expect([status, answered['x-function-error'], JSON.parse(body.toString())]).toEqual([
			500,
			'unhandled',
			{ errorType: 'RangeError', errorMessage: 'sold out' },
		]);
	});

	it('a call is none where senders can post: it is a delivery', async () => {
		await ask({ path: '/_call', headers, body: '{"sku":"é"}' });

		expect(triggers.map(({ kind }) => kind)).toEqual(['delivery']);
	});

	it('the scheduler is answered with what the sweep says, and 500 where it fails', async () => {
		answer = () => ({ due: 2 });
		const swept = await ask({ to: 'closed', path: '/_sweep' });
		answer = () => {
			throw new Error('2 events stay due');
		};
		const failed = await ask({ to: 'closed', path: '/_sweep' });

		expect([swept.status, swept.body.toString(), failed.status, failed.body.length]).toEqual([200, '{"due":2}', 500, 0]);
	});

	it('what is at no path of ours is answered 500, and runs nothing', async () => {
		const { status } = await ask({ to: 'closed', path: '/webhooks/stripe', headers, body: '{}' });

		expect([status, triggers, lines.length]).toEqual([500, [], 1]);
	});
});
