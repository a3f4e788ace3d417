import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..', '..');
const sls = join(project, 'node_modules', 'serverless', 'bin', 'serverless.js');

export type Ended = { readonly code: number; readonly output: string };

/** A copy of this project, whose serverless.yml may be changed, with the real `sls` in it. */
export function fixtureService() {
	const folder = mkdtempSync(join(tmpdir(), 'hookport-service-'));
	for (const name of ['src', 'package.json']) cpSync(join(project, name), join(folder, name), { recursive: true });
	symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
	const yml = readFileSync(join(project, 'serverless.yml'), 'utf8');
	const children: ChildProcess[] = [];
	const start = (args: readonly string[]): ChildProcess => {
		const { NO_COLOR, FORCE_COLOR, NODE_OPTIONS, ...inherited } = process.env;
		const env = { ...inherited, WEBHOOK_DATA_DIR: join(folder, '.webhook'), SLS_TELEMETRY_DISABLED: '1' };
		const child = spawn(process.execPath, [sls, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
		children.push(child);
		return child;
	};
	return {
		folder,
		/** Replaces a text of the project's serverless.yml, or with one argument the whole. */
		write: (from: string, to?: string) => {
			if (to !== undefined && !yml.includes(from)) throw new Error(`serverless.yml has no ${from}`);
			writeFileSync(join(folder, 'serverless.yml'), to === undefined ? from : yml.replace(from, () => to));
		},
		start,
		/** Runs `sls` to its end. */
		sls: async (...args: readonly string[]): Promise<Ended> => {
			const child = start(args);
			const output = collect(child);
			const [code] = await once(child, 'close');
			return { code, output: output() };
		},
		/** Ends what a failed test has left running, too. */
		remove: async () => {
			const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
			await Promise.all(running.map((child) => [once(child, 'close'), child.kill('SIGKILL')][0]));
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Everything that a process has written so far. */
export function collect({ stdout, stderr }: ChildProcess): () => string {
	let output = '';
	for (const stream of [stdout, stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
	return () => output;
}
