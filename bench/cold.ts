// `npm run bench:cold`: what each bundle adds to a cold start, in milliseconds over an empty handler: loading it in a process of its own, medians.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { bundle as bundleForAzure } from '../src/plugin/azure/bundle.ts';
import { readHost } from '../src/plugin/azure/read-host.ts';
import { bundle as bundleForGoogle } from '../src/plugin/google/bundle.ts';
import { knownOf } from '../src/plugin/known.ts';
import { readRoutes } from '../src/plugin/read-routes.ts';

const rounds = 15;
const root = join(import.meta.dirname, '..');
const { service, custom, functions } = parse(readFileSync(join(root, 'serverless.yml'), 'utf8'));
const routes = readRoutes({ service, stage: 'dev', timeout: 10, webhook: custom.webhook, functions }, knownOf(root));
const plan = { routes, host: readHost({ region: 'westeurope' }, routes) };
const handlers = ['src/endpoints/stripe', 'src/functions/stripe/invoice-paid', 'src/functions/reserve-stock'];

/** By the cloud and what is in them; each as its plugin builds it. */
const bundles: Readonly<Record<string, () => Promise<string | Buffer>>> = {
	'an empty handler': async () => 'exports.handler = async () => ({});',
	...Object.fromEntries([...handlers, 'src/clouds/aws/sweep'].map((each) => [`aws ${each}`, () => bundleForAws(each)])),
	...Object.fromEntries([...handlers, 'src/clouds/google/sweep'].map((each) => [`google ${each}`, () => googleFile(each)])),
	'azure endpoints (7 of them)': () => bundleForAzure('endpoints', root, { functions, plan, own: undefined }),
	'azure functions (9, and the sweep)': () => bundleForAzure('functions', root, { functions, plan, own: undefined }),
};

/** What the Azure worker gives an app. */
const worker = `const { Module } = require('node:module'); const real = Module.prototype.require;
const core = { hostVersion: '4.1040.0', setProgrammingModel() {}, registerFunction() {}, registerHook() {}, log() {} };
Module.prototype.require = function (id) { return id === '@azure/functions-core' ? core : real.call(this, id); };`;

const folder = mkdtempSync(join(tmpdir(), 'hookport-cold-'));
const files = new Map<string, string>();
for (const [name, make] of Object.entries(bundles)) {
	const file = join(folder, `${files.size}.cjs`);
	writeFileSync(file, await make());
	files.set(name, file);
}
const measured = new Map<string, number[]>([...files.keys()].map((name) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
	for (const [name, file] of files) measured.get(name)?.push(load(file));
}
const base = median(measured.get('an empty handler') ?? []);
const rows = [...files].map(([name, file]) => ({
	bundle: name,
	KB: (statSync(file).size / 1000).toFixed(1),
	'load, ms': median(measured.get(name) ?? []).toFixed(1),
	'over empty, ms': (median(measured.get(name) ?? []) - base).toFixed(1),
}));
console.table(rows);
rmSync(folder, { recursive: true });

async function bundleForAws(entry: string): Promise<Buffer> {
	const { outputFiles } = await build({
		entryPoints: [join(root, `${entry}.ts`)],
		bundle: true,
		write: false,
		minify: true,
		keepNames: true,
		platform: 'node',
		target: 'node24',
		format: 'cjs',
		conditions: ['aws', 'module'],
		mainFields: ['module', 'main'],
		define: { 'import.meta.url': '""' },
		logLevel: 'error',
	});
	return Buffer.concat(outputFiles.map(({ contents }) => contents));
}

async function googleFile(handler: string): Promise<string> {
	const made = await bundleForGoogle(`${handler}.handler`, { serviceDir: root, routes, runtime: 'nodejs24', own: undefined });
	return made['index.js'] ?? '';
}

/** Milliseconds to load the file, after what the platform's own runtime has loaded. */
function load(file: string): number {
	const script = `require('node:http'); ${worker}
const began = process.hrtime.bigint(); require(${JSON.stringify(file)}); process.stdout.write('\\n' + Number(process.hrtime.bigint() - began) / 1e6); process.exit();`;
	const env = {
		...process.env,
		AWS_REGION: 'eu-central-1',
		WEBHOOK_STORAGE: 'https://account.{service}.core.windows.net',
		NODE_OPTIONS: '',
	};
	return Number(execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }).split('\n').at(-1));
}

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
