import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../measure.ts';
import type { GatewayEvent } from '../sent.ts';

export type Start = {
	readonly bundle: Buffer | string;
	readonly format?: 'esm' | 'cjs';
	/** Signed anew for each round, because a signature is good for minutes. Without one the bundle is only loaded. */
	readonly event?: () => GatewayEvent;
	readonly env?: Readonly<Record<string, string>>;
};

/** Milliseconds over an empty handler, medians. */
export type Cold = {
	readonly load: number;
	/** Loading and the first reply. */
	readonly whole: number;
	/** Whether undici was loaded before the first event came. */
	readonly undici: boolean;
};

/** What `start.cjs` writes: milliseconds, and what of Node was loaded by then. */
type Told = { readonly load: number; readonly whole: number; readonly status?: number; readonly builtins: readonly string[] };

/** Each in processes of its own, in turn. The first is the empty handler. */
export async function coldStarts(starts: readonly Start[], rounds = 15): Promise<readonly Cold[]> {
	const folder = folderForBundles();
	const files = starts.map(({ bundle, format = 'cjs' }, index) => {
		const file = join(folder, `${index}.${format === 'esm' ? 'mjs' : 'cjs'}`);
		writeFileSync(file, bundle);
		return file;
	});
	const told: Told[][] = starts.map(() => []);
	for (let round = 0; round <= rounds; round += 1) {
		for (const [index, { event, env = {} }] of starts.entries()) {
			const args = [files[index] ?? ''];
			if (event) {
				args.push(join(folder, 'event.json'));
				writeFileSync(join(folder, 'event.json'), JSON.stringify(event()));
			}
			const one = await startOnce(args, env);
			if (round > 0) told[index]?.push(one);
		}
	}
	rmSync(folder, { recursive: true });
	const [empty = []] = told;
	const over = (own: readonly Told[], part: 'load' | 'whole') =>
		median(own.map((each, round) => each[part] - (empty[round]?.[part] ?? Number.NaN)));
	return told.map((own) => ({
		load: over(own, 'load'),
		whole: over(own, 'whole'),
		undici: own.some(({ builtins }) => builtins.some((each) => each.includes('undici'))),
	}));
}

/** With what Azure's worker gives an app. */
function folderForBundles(): string {
	const folder = mkdtempSync(join(tmpdir(), 'hookport-cold-'));
	const core = join(folder, 'node_modules/@azure/functions-core');
	mkdirSync(core, { recursive: true });
	const methods = ['setProgrammingModel', 'registerFunction', 'registerHook', 'log'].map((name) => `${name}() {}`);
	writeFileSync(join(core, 'index.js'), `module.exports = { hostVersion: '4.1040.0', ${methods.join(', ')} };`);
	return folder;
}

async function startOnce(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Told> {
	const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'start.cjs'), ...args], {
		env: { ...env },
	}).catch((failed: { readonly stdout: string; readonly stderr: string }) => failed);
	const told = JSON.parse(/^\{"load".*$/m.exec(stdout)?.[0] ?? 'null') as Told | null;
	if (told === null || (args.length > 1 && told.status !== 200)) throw new Error(`no cold start: ${stdout}${stderr.slice(-1000)}`);
	return told;
}
