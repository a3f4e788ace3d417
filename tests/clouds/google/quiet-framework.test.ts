import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { quietFramework } from '../../../src/clouds/google/quiet-framework.ts';
import { freePort } from '../../../src/plugin/local/free-port.ts';
import { until } from '../local/until.ts';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'hookport-'));
const contents = `import { handler as own } from './src/endpoints/stripe.ts';
import { serve } from './src/clouds/google/serve.ts';
export const handler = serve(own);`;

let framework: ChildProcess;
let url: string;
let printed = '';
const keep = (text: Buffer) => {
	printed += text;
};
beforeAll(async () => {
	await build({
		stdin: { contents, resolveDir: root, loader: 'ts' },
		outfile: join(folder, 'index.js'),
		...{ bundle: true, platform: 'node', target: 'node24', format: 'cjs', logLevel: 'silent' },
		...{ conditions: ['google', 'module'], mainFields: ['module', 'main'] },
	});
	writeFileSync(join(folder, 'package.json'), '{ "main": "index.js" }');
	const main = join(dirname(createRequire(import.meta.url).resolve('@google-cloud/functions-framework')), 'main.js');
	const port = await freePort('127.0.0.1');
	url = `http://127.0.0.1:${port}/webhooks/stripe`;
	const env = { ...process.env, NODE_ENV: 'production', WEBHOOK_FUNCTION: 'stripe' };
	framework = spawn(process.execPath, [main, '--target=handler', `--source=${folder}`, `--port=${port}`], { env });
	for (const stream of [framework.stdout, framework.stderr]) stream?.on('data', keep);
	await until(() =>
		fetch(url).then(
			() => true,
			() => false,
		),
	);
}, 30_000);
afterAll(async () => {
	framework.kill();
	if (framework.exitCode === null) await once(framework, 'exit');
	rmSync(folder, { recursive: true });
});

it.each([
	['application/json', '{"card":"Kx7canary', {}, 400, 'entity.parse.failed'],
	['application/json', '"Kx7canary"', {}, 400, 'entity.parse.failed'],
	['application/json', "{\n  type: 'Kx7canary'\n", {}, 400, 'entity.parse.failed'],
	['application/json; charset=Kx7canary', '{}', {}, 415, 'charset.unsupported'],
	['application/json', '{}', { 'content-encoding': 'Kx7canary' }, 415, 'encoding.unsupported'],
])(
	'what the framework refuses as %s, such as %j, is a line with its kind, and nothing of what was sent',
	async (type, body, headers, status, kind) => {
		printed = '';

		const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type, ...headers }, body });
		await until(() => printed.endsWith('\n'));

		expect([answer.status, (await answer.text()).includes('canary')]).toEqual([status, false]);
		expect(
			printed
				.trimEnd()
				.split('\n')
				.map((line) => JSON.parse(line)),
		).toMatchObject([{ severity: 'WARNING', message: 'the functions-framework refused a request', detail: kind }]);
		expect(printed.toLowerCase()).not.toContain('canary');
	},
);

it('whatever else is written is passed on as it is, once', () => {
	const written: unknown[][] = [];
	const stream = { write: (...given: unknown[]) => written.push(given) > 0 };
	// Sound because it takes what a stream's write takes.
	for (let times = 0; times < 2; times += 1) quietFramework(stream as Parameters<typeof quietFramework>[0] & object);
	const [near, bytes] = [
		"Error: at /app/own.js:1\n  type: 'entity.parse.failed'\n",
		Buffer.from("at /body-parser/ {\n  type: 'entity.parse.failed'\n"),
	];

	stream.write(near, 'utf8');
	stream.write(bytes);

	expect(written).toEqual([[near, 'utf8'], [bytes]]);
});
