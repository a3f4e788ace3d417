import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { notify } from '../../src/middleware/notify.ts';
import { type TestPlatform, traceparent } from '../local-platform.ts';
import { failing, stripePlatform } from './passage.ts';

let on: TestPlatform;
let server: Server;
let status = 200;
const posted: unknown[] = [];
const traces: unknown[] = [];
beforeEach(async () => {
	on = stripePlatform();
	posted.length = 0;
	traces.length = 0;
	server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk);
		traces.push(request.headers.traceparent);
		posted.push([request.method, request.headers['content-type'], JSON.parse(Buffer.concat(chunks).toString())]);
		response.writeHead(status).end();
	});
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
	on.close();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

function url(path = '/services/private-path'): string {
	const address = server.address();
	return typeof address === 'object' ? `http://127.0.0.1:${address?.port}${path}` : '';
}

it('posts the text to the incoming webhook', async () => {
	status = 200;
	on.secrets.set('NOTIFY_WEBHOOK_URL', url());

	await notify('Zoë paid "5"\n', on.cloud);

	expect(posted).toEqual([['POST', 'application/json', { text: 'Zoë paid "5"\n' }]]);
	expect(on.lines).toEqual([]);
});

it('passes the trace on', async () => {
	on.secrets.set('NOTIFY_WEBHOOK_URL', url());

	await notify('hello', on.cloud, traceparent);
	await notify('hello', on.cloud);

	expect(traces).toEqual([traceparent, undefined]);
});

it.each([undefined, '', '  '])('writes the text to the log where the URL is %j', async (value) => {
	if (value !== undefined) on.secrets.set('NOTIFY_WEBHOOK_URL', value);

	await notify('hello', on.cloud);

	expect([posted, on.lines]).toEqual([[], ['notification {"text":"hello"}']]);
});

it.each([
	['answers 500', 500, () => url()],
	['answers 404', 404, () => url()],
	['can not be reached', 200, () => 'http://127.0.0.1:1/services/private-path'],
	['is no URL', 200, () => 'hooks.example.com/services/private-path'],
	['is of a protocol that is not posted to', 200, () => 'ftp://hooks.example.com/services/private-path'],
])('fails when the incoming webhook %s, and never tells its URL, which is a secret', async (_, answered, where) => {
	status = answered;
	on.secrets.set('NOTIFY_WEBHOOK_URL', where());

	const error: unknown = await notify('hello', on.cloud).catch((thrown: unknown) => thrown);

	expect(error).toBeInstanceOf(Error);
	expect(`${error}${error instanceof Error ? error.stack : ''}`).toContain('NOTIFY_WEBHOOK_URL');
	expect(`${error}${error instanceof Error ? error.stack : ''}`).not.toContain('private-path');
});

it('fails when the secret store is out of reach', async () => {
	await expect(notify('hello', { ...on.cloud, secrets: { get: failing, refresh: failing } })).rejects.toThrow('out of reach');
});
