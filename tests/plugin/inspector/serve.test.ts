import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Inspector, serveInspector } from '../../../src/plugin/inspector/serve.ts';
import { Mistake } from '../../../src/plugin/mistake.ts';

const token = 'the-token-of-this-run';
let inspector: Inspector;
let listeners: Set<() => void>;
beforeEach(async () => {
	listeners = new Set();
	inspector = await serveInspector({
		port: 0,
		token,
		page: async () => ({ html: '<!doctype html>', script: 'script', style: 'style' }),
		actions: {
			'GET /api/echo': async (input) => ({ input }),
			'POST /api/echo': async (input) => ({ input }),
			'GET /api/mistake': async () => {
				throw new Mistake('one line');
			},
		},
		onChange: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	});
});
afterEach(() => inspector.close());

type Asked = { readonly path: string; readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string };

/** With headers that fetch would not send. */
function ask({
	path,
	method = 'GET',
	headers = {},
	body,
}: Asked): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
	return new Promise((resolve, reject) => {
		const asked = request(new URL(path, inspector.url), { method, headers }, (response) => {
			let text = '';
			response.on('data', (chunk) => (text += chunk));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
		});
		asked.on('error', reject);
		asked.end(body);
	});
}
const bearer = { authorization: `Bearer ${token}` };

describe('who may open the inspector', () => {
	it.each(['/', '/page.js', '/page.css', '/api/echo'])('%s under a name that somebody has pointed at this machine → 403', async (path) => {
		const { status, text } = await ask({ path, headers: { ...bearer, host: 'rebound.example' } });

		expect([status, JSON.parse(text)]).toEqual([403, { error: expect.stringContaining('by no other name') }]);
	});

	it.each(['GET', 'POST', 'OPTIONS'])(
		'%s of a page of another origin → 403, and no word to browsers that it may read it',
		async (method) => {
			const { status, headers } = await ask({ path: '/api/echo', method, headers: { ...bearer, origin: 'http://evil.example' } });

			expect([status, headers['access-control-allow-origin']]).toEqual([403, undefined]);
		},
	);

	it.each([
		['no token', {}],
		['another token', { authorization: 'Bearer the-token-of-this-ruin' }],
		['the token as a password', { authorization: `Basic ${token}` }],
	])('%s → 401 for reading and for buttons', async (_, headers) => {
		const reading = await ask({ path: '/api/echo', headers });
		const pressing = await ask({ path: '/api/echo', method: 'POST', headers, body: '{}' });

		expect([reading.status, pressing.status]).toEqual([401, 401]);
	});

	it('the token in the address → taken for the stream alone, which can send no header', async () => {
		const reading = await ask({ path: `/api/echo?token=${token}` });
		const pressing = await ask({ path: `/api/echo?token=${token}`, method: 'POST', body: '{}' });

		expect([reading.status, pressing.status]).toEqual([401, 401]);
	});

	it.each(['localhost', '127.0.0.1'])('the token and the name %s → what was asked for', async (host) => {
		const { port } = new URL(inspector.url);

		const { status, text } = await ask({
			path: '/api/echo?a=b',
			headers: { ...bearer, host: `${host}:${port}`, origin: `http://${host}:${port}` },
		});

		expect([status, JSON.parse(text)]).toEqual([200, { input: { a: 'b' } }]);
	});
});

describe('what the inspector answers', () => {
	it('the page → nothing from elsewhere, nothing inline, in no frame, and no token in it', async () => {
		const { headers, text } = await ask({ path: '/' });

		expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
		expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
		expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
		expect(text).not.toContain(token);
	});

	it.each([
		[{ path: '/etc/passwd' }, 404],
		[{ path: '/__proto__' }, 404],
		[{ path: '/', method: 'POST' }, 404],
		[{ path: '/api/unknown', headers: bearer }, 404],
		[{ path: '/api/echo', method: 'DELETE', headers: bearer }, 404],
		[{ path: '/api/mistake', headers: bearer }, 422],
		[{ path: '/api/echo', method: 'POST', headers: bearer, body: 'no JSON' }, 422],
		[{ path: '/api/echo', method: 'POST', headers: bearer, body: '"text"' }, 422],
		[{ path: '/api/echo', method: 'POST', headers: { ...bearer, 'content-length': String(11 * 1024 * 1024) } }, 413],
	])('%j → %i and one line', async (asked, status) => {
		const answer = await ask(asked);

		expect(answer.status).toBe(status);
		expect(JSON.parse(answer.text)).toEqual({ error: expect.stringMatching(/^[^\n]+$/) });
	});

	it('a stream → an event for changes, several at once told as one, and no listener once it is closed', async () => {
		const reading = new AbortController();
		const response = await fetch(`${inspector.url}/api/changes?token=${token}`, { signal: reading.signal });
		const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
		let text = (await reader?.read())?.value ?? '';
		for (const listener of listeners) for (let each = 0; each < 5; each += 1) listener();

		text += (await reader?.read())?.value ?? '';
		reading.abort();

		expect(text).toBe('retry: 1000\n\nevent: change\ndata: {}\n\n');
		while (listeners.size > 0) await new Promise((resolve) => setImmediate(resolve));
	});

	it('a stream without the token → 401', async () => {
		const { status } = await ask({ path: '/api/changes?token=guess' });

		expect([status, listeners.size]).toEqual([401, 0]);
	});

	it('a port that is taken → another one', async () => {
		const { port } = new URL(inspector.url);

		const second = await serveInspector({
			port: Number(port),
			token,
			page: async () => ({ html: '', script: '', style: '' }),
			actions: {},
			onChange: () => () => {},
		});
		await second.close();

		expect(second.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
		expect(second.url).not.toBe(inspector.url);
	});
});
