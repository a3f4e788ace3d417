import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Gateway, type GatewayOptions, startGateway } from '../../../src/plugin/local/gateway.ts';
import type { HttpEvent } from '../../../src/plugin/local/http-event.ts';
import { exchange, parse, post } from './raw-http.ts';

const events: HttpEvent[] = [];
const errors: string[] = [];
let gateway: Gateway;

afterEach(async () => {
	await gateway.close();
	events.length = 0;
	errors.length = 0;
});

async function start(options: Partial<GatewayOptions> = {}): Promise<number> {
	gateway = await startGateway({
		host: '127.0.0.1',
		port: 0,
		routes: [{ path: '/webhooks/stripe', functionName: 'stripe', maxBody: 8 * 1024 * 1024 }],
		invoke: async (_name, event) => {
			events.push(event);
			return { statusCode: 202, body: 'taken' };
		},
		log: { error: (message, fields) => errors.push(JSON.stringify({ message, ...fields })) },
		...options,
	});
	return gateway.port;
}

function bytesOf({ body, isBase64Encoded }: HttpEvent): Buffer {
	return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a body reaches the function as API Gateway gives it', () => {
	const utf8 = Buffer.from(' { "a" : 1.0,\u0000 "emoji": "🦊" }\r\n');
	const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
	it.each([
		['application/json', utf8, false],
		['application/json; charset=utf-8', utf8, false],
		['Application/JSON', utf8, false],
		['text/plain', utf8, false],
		['text/xml', utf8, false],
		['application/xml', utf8, false],
		['application/javascript', utf8, false],
		['application/json', Buffer.from('\ufeff{}'), false],
		['application/json', bytes, true],
		['text/plain; charset=latin1', Buffer.from([0x63, 0x61, 0x66, 0xe9]), true],
		['application/x-www-form-urlencoded', Buffer.from('a=1&b=%20'), true],
		['application/cloudevents+json', utf8, true],
		['application/octet-stream', bytes, true],
		['multipart/form-data; boundary=x', bytes, true],
		['image/png', bytes, true],
		['application/x-protobuf', bytes, true],
		[undefined, utf8, true],
	])('%s (%#)', async (type, body, base64) => {
		const port = await start();

		await post(port, '/webhooks/stripe', type ? [`Content-Type: ${type}`] : [], body);

		expect(events.map((event) => [event.isBase64Encoded, sha256(bytesOf(event)), event.headers['content-type']])).toEqual([
			[base64, sha256(body), type],
		]);
	});

	it('with a content-encoding it is base64, whatever its type', async () => {
		const port = await start();

		await post(port, '/webhooks/stripe', ['Content-Type: application/json', 'Content-Encoding: gzip'], bytes);

		expect(events.map((event) => [event.isBase64Encoded, sha256(bytesOf(event))])).toEqual([[true, sha256(bytes)]]);
	});

	it('an empty one is absent', async () => {
		const port = await start();

		await post(port, '/webhooks/stripe', ['Content-Type: application/json']);

		expect(events.map((event) => ['body' in event, event.isBase64Encoded])).toEqual([[false, false]]);
	});

	it('one sent in chunks is whole', async () => {
		const port = await start();
		const head = 'POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';

		await exchange(port, head, '3\r\n\u0000ab\r\n', '2\r\ncd\r\n', '0\r\n\r\n');

		expect(events.map((event) => bytesOf(event).toString())).toEqual(['\u0000abcd']);
	});
});

describe('the rest of a request reaches the function as API Gateway gives it', () => {
	it('a query stays as it was sent', async () => {
		const port = await start();

		await post(port, '/webhooks/stripe?b=%2f+%7E&a=1&a=2&&=', []);

		expect(events[0]).toMatchObject({
			rawPath: '/webhooks/stripe',
			rawQueryString: 'b=%2f+%7E&a=1&a=2&&=',
			queryStringParameters: { a: '1,2', b: '/ ~' },
		});
	});

	it('a header sent twice is joined by a comma, in order', async () => {
		const port = await start();

		await post(port, '/webhooks/stripe', ['X-Signature: one', 'x-signature: two', 'User-Agent: a', 'user-agent: b', '__proto__: odd']);

		expect(events[0]?.headers).toMatchObject({ 'x-signature': 'one,two', 'user-agent': 'a,b' });
		expect(Object.entries(events[0]?.headers ?? {})).toContainEqual(['__proto__', 'odd']);
	});

	it('cookies are a list and no header', async () => {
		const port = await start();

		await post(port, '/webhooks/stripe', ['Cookie: a=1; b=2', 'Cookie: c=3']);

		expect(events.map((event) => [event.cookies, 'cookie' in event.headers])).toEqual([[['a=1', 'b=2', 'c=3'], false]]);
	});

	it('the request id is new each time, and the address and the name are the connection’s', async () => {
		const port = await start();

		await post(port, '/webhooks/stripe', ['X-Forwarded-For: 203.0.113.9', 'User-Agent: curl']);
		await post(port, '/webhooks/stripe', []);

		expect(new Set(events.map((event) => event.requestContext.requestId)).size).toBe(2);
		expect(events[0]?.requestContext).toMatchObject({
			domainName: `127.0.0.1:${port}`,
			http: { method: 'POST', path: '/webhooks/stripe', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'curl' },
		});
	});

	it('every method passes', async () => {
		const port = await start();

		for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE']) {
			await exchange(port, `${method} /webhooks/stripe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
		}

		expect(events.map((event) => (event.requestContext.http as { method: string }).method)).toEqual(['GET', 'HEAD', 'OPTIONS', 'DELETE']);
	});

	it('pipelined requests are answered in order', async () => {
		const port = await start({ invoke: async (_name, event) => ({ statusCode: 200, body: `<${bytesOf(event)}>` }) });
		const request = (body: string, last: boolean) =>
			`POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n${last ? 'Connection: close\r\n' : ''}\r\n${body}`;

		const reply = await exchange(port, request('1', false) + request('2', false) + request('3', true));

		expect(reply.match(/<\d>/g)).toEqual(['<1>', '<2>', '<3>']);
	});

	it.each(['/webhooks/stripe/', '/webhooks/%73tripe', '/', '/webhooks/nobody', '*'])('%s is not found', async (path) => {
		const port = await start();

		const reply = await post(port, path, [], Buffer.from('body'));

		expect([reply.status, JSON.parse(reply.body).code, events.length]).toEqual([404, 'source-unknown', 0]);
		expect(reply.head).toContain('application/problem+json');
	});
});

describe('a body over the limit', () => {
	const routes = [{ path: '/webhooks/stripe', functionName: 'stripe', maxBody: 1024 }];

	it('of the source is refused, one at the limit is not', async () => {
		const port = await start({ routes });

		const statuses = [1024, 1025].map(async (size) => (await post(port, '/webhooks/stripe', [], Buffer.alloc(size))).status);

		expect(await Promise.all(statuses)).toEqual([202, 413]);
	});

	it('is cut while it is read', async () => {
		const port = await start({ routes });
		const head = 'POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
		const chunk = `400\r\n${'x'.repeat(1024)}\r\n`;

		const reply = parse(await exchange(port, head, chunk, chunk));

		expect([reply.status, JSON.parse(reply.body).code, events.length]).toEqual([413, 'body-too-large', 0]);
	});

	it('is not asked for when the sender would wait', async () => {
		const port = await start({ routes });
		const head = (size: number) => `POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ${size}\r\n\r\n`;

		const reply = await exchange(port, head(1025));

		expect(reply).toMatch(/^HTTP\/1.1 413 /);
	});

	it.each([
		['text of 6 MB', 'text/plain', 6 * 1024 * 1024, 202],
		['text of more', 'text/plain', 6 * 1024 * 1024 + 1, 413],
		['bytes that are 6 MB as base64', 'image/png', 4.5 * 1024 * 1024, 202],
		['bytes that are more as base64', 'image/png', 4.5 * 1024 * 1024 + 1, 413],
	])('of Lambda: %s', async (_case, type, size, status) => {
		const port = await start();

		const reply = await post(port, '/webhooks/stripe', [`Content-Type: ${type}`], Buffer.alloc(size));

		expect(reply.status).toBe(status);
	});
});

describe('an answer', () => {
	it.each([
		[{ statusCode: 201, headers: { 'X-One': 1 }, body: 'é' }, 201, 'Ã©', 'x-one: 1'],
		[{ statusCode: '200', body: Buffer.from('é').toString('base64'), isBase64Encoded: true }, 200, 'Ã©', 'content-length: 2'],
		[{ statusCode: 200, cookies: ['a=1', 'b=2'] }, 200, '', 'set-cookie: a=1\r\nset-cookie: b=2'],
		[{ statusCode: 204 }, 204, '', 'apigw-requestid: '],
		[{ statusCode: 200, headers: { 'Content-Length': '99', 'Transfer-Encoding': 'chunked' }, body: 'ab' }, 200, 'ab', 'content-length: 2'],
		[{ hello: 1 }, 200, '{"hello":1}', 'content-type: application/json'],
		['hello', 200, 'hello', 'content-type: application/json'],
		[[1], 200, '[1]', 'content-type: application/json'],
		[undefined, 200, 'null', 'content-type: application/json'],
	])('%j is sent by the rules of payload 2.0', async (value, status, body, header) => {
		const port = await start({ invoke: async () => value });

		const reply = await post(port, '/webhooks/stripe', []);

		expect([reply.status, reply.body]).toEqual([status, body]);
		expect(reply.head).toContain(header);
	});

	it.each([{ statusCode: 'x' }, { statusCode: 100 }, { statusCode: 200, body: {} }, { statusCode: 200, headers: { a: 'b\r\nc: d' } }])(
		'%j that can not be sent is a 500',
		async (value) => {
			const port = await start({ invoke: async () => value });

			const reply = await post(port, '/webhooks/stripe', []);

			expect([reply.status, reply.body]).toEqual([500, '{"message":"Internal Server Error"}']);
		},
	);

	it('of a function that throws is a 500 without its stack', async () => {
		const port = await start({ invoke: async () => Promise.reject(new Error('broken\nsecond line')) });

		const reply = await post(port, '/webhooks/stripe', []);

		expect([reply.status, reply.body]).toEqual([500, '{"message":"Internal Server Error"}']);
		expect(errors.map((line) => JSON.parse(line))).toMatchObject([{ 'faas.name': 'stripe', error: 'broken' }]);
	});
});
