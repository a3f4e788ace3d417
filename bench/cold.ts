// `npm run bench:cold`: what each AWS bundle adds to a cold start, in milliseconds over an empty handler: loading it in a process of its own, medians.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const rounds = 15;
const entries = [
	'src/endpoints/stripe.ts',
	'src/functions/stripe/invoice-paid.ts',
	'src/functions/reserve-stock.ts',
	'src/clouds/aws/sweep.ts',
];
const empty = 'an empty handler';

const folder = mkdtempSync(join(tmpdir(), 'hookport-cold-'));
const files = new Map(await Promise.all(entries.map(async (entry) => [entry, await bundle(entry)] as const)));
const nothing = join(folder, 'empty.cjs');
writeFileSync(nothing, 'exports.handler = async () => ({});');
files.set(empty, nothing);

const measured = new Map<string, number[]>([...files.keys()].map((name) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
	for (const [name, file] of files) measured.get(name)?.push(load(file));
}
const base = median(measured.get(empty) ?? []);
const rows = [...files].map(([name, file]) => ({
	bundle: name,
	KB: (statSync(file).size / 1000).toFixed(1),
	'load, ms': median(measured.get(name) ?? []).toFixed(1),
	'over empty, ms': (median(measured.get(name) ?? []) - base).toFixed(1),
}));
console.table(rows);
rmSync(folder, { recursive: true });

/** As the plugin builds it for AWS. */
async function bundle(entry: string): Promise<string> {
	const outfile = join(folder, `${entry.replaceAll('/', '-')}.cjs`);
	await build({
		entryPoints: [entry],
		outfile,
		bundle: true,
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
	return outfile;
}

/** Milliseconds to load the file, after what Lambda's own runtime has loaded. */
function load(file: string): number {
	const script = `require('node:http'); const began = process.hrtime.bigint(); require(${JSON.stringify(file)}); process.stdout.write(String(Number(process.hrtime.bigint() - began) / 1e6));`;
	const env = { ...process.env, AWS_REGION: 'eu-central-1', NODE_OPTIONS: '' };
	return Number(execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }));
}

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
