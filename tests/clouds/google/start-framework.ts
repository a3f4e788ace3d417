import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../../src/plugin/local/free-port.ts';

export type Framework = { readonly port: number; readonly ended: Promise<unknown>; readonly close: () => Promise<void> };

type Options = {
	/** An unzipped package. */
	readonly folder: string;
	readonly env: Readonly<Record<string, string>>;
	readonly onLine: (line: string) => void;
};

const cli = join(import.meta.dirname, '../../../node_modules/@google-cloud/functions-framework/build/src/main.js');

/** Runs a package as Google does: under the functions-framework, in a process of its own. Rejects with what it wrote when it does not come up. */
export async function startFramework({ folder, env, onLine }: Options): Promise<Framework> {
	const port = (await freePort('127.0.0.1')) ?? 0;
	const child = spawn(process.execPath, [cli, '--target', 'handler', '--source', folder, '--port', String(port)], {
		env: { PATH: process.env.PATH, FUNCTION_TARGET: 'handler', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const written: string[] = [];
	const ended = once(child, 'close');
	const up = new Promise<true>((resolve) => {
		for (const stream of [child.stdout, child.stderr])
			createInterface(stream).on('line', (line) => {
				written.push(line);
				if (line.startsWith(`URL: http://localhost:${port}`)) resolve(true);
				onLine(line);
			});
	});
	if ((await Promise.race([up, ended])) !== true) throw new Error(`the function did not start: ${written.slice(-10).join('\n')}`);
	return {
		port,
		ended,
		close: async () => {
			child.kill('SIGKILL');
			await ended;
		},
	};
}
