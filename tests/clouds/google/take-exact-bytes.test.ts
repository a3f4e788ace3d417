import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { type RawRequest, sendRaw } from '../../conformance/raw-request.ts';
import { write } from '../../plugin/aws/package-service.ts';
import { type Framework, startFramework } from './start-framework.ts';

const root = join(import.meta.dirname, '../../..');
const handler = `export const handler = (request, response) => {
	const { originalUrl, rawBody } = request;
	response.writeHead(200, { 'content-type': 'application/json' });
	response.end(JSON.stringify({ url: originalUrl, bytes: rawBody?.toString('base64') }));
};
`;
/** Tells as well how much of the body was in memory. */
const hidden = `import { takeExactBytes } from './src/clouds/google/take-exact-bytes.ts';
import { serve } from './src/clouds/google/serve.ts';
takeExactBytes();
export const handler = serve(async ({ originalUrl, rawBody }) => {
	const bytes = rawBody.length > 10_000 ? undefined : rawBody.toString('base64');
	return { status: 200, headers: {}, body: JSON.stringify({ url: originalUrl, bytes, length: rawBody.length }) };
}, { most: 100_000 });
`;

const folder = mkdtempSync(join(tmpdir(), 'hookport-framework-'));
const lines = { plain: [] as string[], hidden: [] as string[] };
let plain: Framework;
let exact: Framework;
const start = async (name: 'plain' | 'hidden', contents: string): Promise<Framework> => {
	const outfile = join(folder, name, 'index.js');
	await build({
		stdin: { contents, resolveDir: root, loader: 'ts' },
		outfile,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		logLevel: 'error',
	});
	write(join(folder, name, 'package.json'), '{"main":"index.js"}');
	return await startFramework({ folder: join(folder, name), env: {}, onLine: (line) => lines[name].push(line) });
};
beforeAll(async () => {
	[plain, exact] = await Promise.all([start('plain', handler), start('hidden', hidden)]);
}, 60_000);
afterAll(async () => {
	await Promise.all([plain?.close(), exact?.close()]);
	rmSync(folder, { recursive: true, force: true });
});

const type = (value: string) => [['Content-Type', value]] as const;
const json = type('application/json');

/** What the framework does by itself: another status, or other bytes than were sent. */
const acted: readonly (readonly [string, RawRequest, number, Buffer | undefined])[] = [
	['malformed JSON', { target: '/', headers: json, body: Buffer.from('{"own secret"') }, 400, undefined],
	['JSON that is a text', { target: '/', headers: json, body: Buffer.from('"own secret"') }, 400, undefined],
	['an unknown charset', { target: '/', headers: type('text/plain; charset=x'), body: Buffer.from('a') }, 415, undefined],
	[
		'1,001 fields',
		{ target: '/', headers: type('application/x-www-form-urlencoded'), body: Buffer.from('a=1&'.repeat(1001)) },
		413,
		undefined,
	],
	['an unknown coding', { target: '/', headers: [...json, ['Content-Encoding', 'x']], body: Buffer.from('{}') }, 415, undefined],
	['a zipped body', { target: '/', headers: [...json, ['Content-Encoding', 'gzip']], body: gzipSync('{}') }, 200, Buffer.from('{}')],
	['no content type', { target: '/', body: Buffer.from('{}') }, 200, undefined],
	['/favicon.ico', { target: '/favicon.ico', headers: json, body: Buffer.from('{}') }, 404, undefined],
	['a path that is no encoding', { target: '/%zz', headers: json, body: Buffer.from('{}') }, 400, undefined],
];

describe('what the functions-framework makes of a request by itself', () => {
	it.each(acted)('is, for %s, another answer or other bytes', async (_, request, status, bytes) => {
		const reply = await sendRaw(plain.port, request);

		expect([reply.status, status === 200 ? bytesIn(reply.body) : undefined]).toEqual([status, bytes]);
	});

	it('is to print a body that it can not parse', async () => {
		await sendRaw(plain.port, { target: '/', headers: json, body: Buffer.from('{"own secret"') });

		expect(lines.plain.join('\n')).toContain('own secret');
	});
});

describe('what is hidden from it', () => {
	it.each(acted)('reaches the function as it was sent: %s', async (_, request) => {
		const reply = await sendRaw(exact.port, request);

		expect([reply.status, JSON.parse(reply.body.toString()).url, bytesIn(reply.body)]).toEqual([200, request.target, request.body]);
	});

	it.each([undefined, true] as const)('is kept no longer than that it shows as too long (in chunks: %s), and answered', async (chunked) => {
		const body = Buffer.alloc(2_000_000);

		const reply = await sendRaw(exact.port, { target: '/', headers: json, body, ...(chunked && { chunked }) });

		expect([reply.status, JSON.parse(reply.body.toString()).length]).toEqual([200, 100_001]);
	});

	it('is printed nowhere', () => {
		expect(lines.hidden.slice(4)).toEqual([]);
	});
});

function bytesIn(body: Buffer): Buffer | undefined {
	const { bytes } = JSON.parse(body.toString()) as { readonly bytes?: string };
	return bytes === undefined ? undefined : Buffer.from(bytes, 'base64');
}
