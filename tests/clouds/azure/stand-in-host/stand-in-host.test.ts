import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { sendRaw } from '../../../conformance/raw-request.ts';
import { write } from '../../../plugin/aws/package-service.ts';
import { type Azurite, startAzurite } from '../start-azurite.ts';
import { isDue } from './is-due.ts';
import { normalPath } from './normal-path.ts';
import { type QueueService, queueService } from './queue-service.ts';
import { type Host, startHost } from './start-host.ts';

const app = `import { app } from '@azure/functions';
app.http('back', { route: 'back/and/forth', methods: ['GET', 'POST'], authLevel: 'anonymous', handler: async (request, context) => {
	const body = Buffer.from(await request.arrayBuffer());
	if (body.toString() === 'fail') throw new Error('as asked for');
	console.log('asked', context.functionName, request.url);
	return { status: 201, headers: { 'x-own': request.headers.get('x-own') ?? '' }, cookies: [{ name: 'a', value: '1' }, { name: 'b', value: '2' }], body };
} });
app.storageQueue('worked', { queueName: 'worked', connection: 'AzureWebJobsStorage', handler: async (message, { triggerMetadata }) => {
	console.log('message', JSON.stringify(message), triggerMetadata.dequeueCount);
	if (message.poison) throw new Error('poison');
} });
app.timer('clock', { schedule: '0 */5 * * * *', handler: async (tick) => console.log('tick', tick.isPastDue, process.env.OWN, process.env.HOME) });
`;
const hostJson = { version: '2.0', extensions: { http: { routePrefix: '' }, queues: { maxDequeueCount: 3 } } };

let folder: string;
let azurite: Azurite;
let queues: QueueService;
let host: Host;
const lines: string[] = [];
beforeAll(async () => {
	folder = await packaged(app);
	azurite = await startAzurite();
	queues = queueService(azurite.connection);
	await queues.put('worked', text({ first: 1 }));
	host = await startHost({ folder, env: { OWN: 'setting' }, queues, onLine: (line) => lines.push(line) });
}, 60_000);
afterAll(async () => {
	await host?.close();
	await azurite?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** A folder as a package is unzipped to. */
async function packaged(contents: string): Promise<string> {
	const at = mkdtempSync(join(tmpdir(), 'hookport-host-'));
	const stdin = { contents, resolveDir: import.meta.dirname };
	const external = ['@azure/functions-core'];
	await build({ stdin, outfile: join(at, 'index.cjs'), bundle: true, platform: 'node', format: 'cjs', external, logLevel: 'error' });
	write(join(at, 'package.json'), '{"main":"index.cjs"}');
	write(join(at, 'host.json'), JSON.stringify(hostJson));
	return at;
}

const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

describe('the stand-in for the host', () => {
	it('loads the app as it is packaged, and knows what wakes each function', () => {
		expect(host.functions.map(({ name, bindings }) => [name, Object.values(bindings).map(({ type }) => type)])).toEqual([
			['back', ['httpTrigger', 'http']],
			['worked', ['queueTrigger']],
			['clock', ['timerTrigger']],
		]);
	});

	it('passes a request with its exact bytes, and writes what the function answers', async () => {
		const body = Buffer.from([0, 255, 128, 10]);

		const reply = await sendRaw(host.port, {
			target: '/Back/and/%66orth/',
			headers: [
				['X-Own', 'a'],
				['X-Own', 'b'],
			],
			body,
		});

		const cookies = reply.headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value);
		expect([reply.status, reply.body, Object.fromEntries(reply.headers)['x-own'], cookies]).toEqual([201, body, 'a,b', ['a=1', 'b=2']]);
		expect(lines).toContainEqual(expect.stringMatching(/^asked back https:\/\/gateway\.example\/Back\/and\/forth\/$/));
	});

	it('answers 404 where there is no route or no such method, and 500 with nothing of the error where the function fails', async () => {
		const statuses = [];
		for (const request of [
			{ target: '/x' },
			{ method: 'PUT', target: '/back/and/forth' },
			{ target: '/back/and/forth', body: Buffer.from('fail') },
		])
			statuses.push(await sendRaw(host.port, request));

		expect(statuses.map(({ status, body }) => [status, body.length])).toEqual([
			[404, 0],
			[404, 0],
			[500, 0],
		]);
		expect(lines).toContainEqual("Executed 'Functions.back' (Failed): Error: as asked for");
	});

	it('hands on messages, and moves what failed as often as it may to the poison queue', async () => {
		await queues.put('worked', text({ poison: true }));

		const count = await host.settle();

		const [poison] = await queues.take('worked-poison', 1, 1);
		expect([count, poison?.text]).toEqual([4, text({ poison: true })]);
		expect(lines.filter((line) => line.startsWith('message'))).toEqual([
			'message {"first":1} 1',
			...[1, 2, 3].map((count) => `message {"poison":true} ${count}`),
		]);
	});

	it('loses the body of a request that comes in chunks, unless the app takes requests as streams', async () => {
		const streaming = await packaged(`${app}app.setup({ enableHttpStream: true });`);
		const second = await startHost({ folder: streaming, env: {} });
		const request = { target: '/back/and/forth?a=%7e', body: Buffer.from('{"in": "chunks"}'), chunked: true as const };

		const replies = [await sendRaw(host.port, request), await sendRaw(second.port, request)];
		await second.close();
		rmSync(streaming, { recursive: true, force: true });

		expect(replies.map(({ status, body }) => [status, body.toString()])).toEqual([
			[201, ''],
			[201, '{"in": "chunks"}'],
		]);
	});

	it('runs a timer, and gives the app no other settings than its own', async () => {
		await host.tick();

		expect(lines).toContainEqual('tick false setting undefined');
	});
});

it.each([
	['/a/%41%7e%2f/b', '/a/A~%2f/b'],
	['/a/%c3%a9/%ff', '/a/%C3%A9/%ff'],
	['/a/./b/../c', '/a/c'],
	['/%zz/100%', '/%25zz/100%25'],
])('a path of %s is passed on as %s', (raw, normal) => {
	expect(normalPath(raw)).toBe(normal);
});

it.each([
	['0 */5 * * * *', '2026-12-01T00:05:00Z', true],
	['0 */5 * * * *', '2026-12-01T00:05:01Z', false],
	['30 0-4,7 2 1 12 2', '2026-12-01T02:07:30Z', true],
	['30 0-4,7 2 1 12 2', '2026-12-01T02:05:30Z', false],
])('%s is due at %s: %s', (schedule, at, due) => {
	expect(isDue(schedule, new Date(at))).toBe(due);
});
