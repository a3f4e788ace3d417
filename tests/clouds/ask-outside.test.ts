import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, askOutside } from '../../src/clouds/ask-outside.ts';

const tls = (file: string) => readFileSync(new URL(`../vectors/tls/${file}`, import.meta.url), 'utf8');
const ca = tls('authority.pem');

type Asked = { readonly method: string | undefined; readonly type: string | undefined; readonly body: string };

describe('a request to a sender', () => {
	const asked: Asked[] = [];
	let server: Server;
	let origin: string;
	const answers: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
		'/keys': (_, response) => response.end('{"keys":[]}'),
		'/redirect': (_, response) => response.writeHead(302, { location: '/keys' }).end(),
		'/missing': (_, response) => response.writeHead(404).end('no'),
		'/never': () => {},
		'/slowly': (_, response) => {
			response.write('{');
		},
		'/large': (_, response) => response.end(Buffer.alloc(64 * 1024 + 1, 'x')),
		'/whole': (_, response) => response.end(Buffer.alloc(64 * 1024, 'x')),
		'/endless': (_, response) => {
			const more = () => {
				while (!response.destroyed && response.write(Buffer.alloc(16_384))) {}
				response.once('drain', more);
			};
			more();
		},
		'/broken': (_, response) => {
			response.writeHead(200, { 'content-length': '100' });
			response.write('half', () => response.destroy());
		},
	};
	beforeAll(async () => {
		server = createServer({ key: tls('localhost.key'), cert: tls('localhost.pem') }, async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk);
			asked.push({ method: request.method, type: request.headers['content-type'], body: Buffer.concat(chunks).toString() });
			answers[request.url ?? '']?.(request, response);
		});
		await new Promise<void>((resolve) => server.listen(0, resolve));
		origin = `https://localhost:${(server.address() as AddressInfo).port}`;
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	it('is a GET, and resolves to the text of the answer, of 64 KB at most', async () => {
		expect(await ask(`${origin}/keys`, undefined, { ca })).toBe('{"keys":[]}');
		expect(asked.at(-1)).toEqual({ method: 'GET', type: undefined, body: '' });
		expect(await ask(`${origin}/whole`, undefined, { ca })).toHaveLength(64 * 1024);
	});

	it('is a POST of JSON where something is to be sent', async () => {
		await ask(`${origin}/keys`, { key_id: 'Zoë' }, { ca });

		expect(asked.at(-1)).toEqual({ method: 'POST', type: 'application/json', body: '{"key_id":"Zoë"}' });
	});

	it.each([
		['a redirection, which it does not follow', '/redirect', 'localhost: it answered 302'],
		['an error', '/missing', 'localhost: it answered 404'],
		['an answer that never comes', '/never', 'localhost: no answer in time'],
		['an answer that never ends', '/slowly', 'localhost: no answer in time'],
		['an answer that is too long', '/large', 'localhost: its answer is over 65536 bytes'],
		['an answer without an end', '/endless', 'localhost: its answer is over 65536 bytes'],
		['an answer that breaks off', '/broken', 'localhost: its answer broke off'],
	])('rejects on %s', async (_, path, why) => {
		const before = asked.length;

		const asking = ask(`${origin}${path}`, { secret: 's' }, { ca });

		await expect(asking).rejects.toThrow(why);
		expect(asked).toHaveLength(before + 1);
	});

	it('rejects where nobody trusts the certificate, and where it is of another host, before anything is sent', async () => {
		const before = asked.length;

		await expect(askOutside(`${origin}/keys`, { secret: 's' })).rejects.toThrow('localhost: it can not be reached');
		await expect(ask(`${origin.replace('localhost', '127.0.0.1')}/keys`, undefined, { ca })).rejects.toThrow(
			'127.0.0.1: it can not be reached',
		);
		expect(asked).toHaveLength(before);
	});

	it.each(['http://localhost/keys', 'file:///etc/passwd', 'data:text/plain,x'])('rejects %s, which is no https', async (url) => {
		await expect(askOutside(url)).rejects.toThrow('only https is asked for');
	});
});
