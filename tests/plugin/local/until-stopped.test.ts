import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { isAlive } from '../../../src/plugin/local/process-of.ts';

jest.setTimeout(30_000);

const watched = JSON.stringify(new URL('../../../src/plugin/local/until-stopped.ts', import.meta.url).href);
const program = `
	import { untilStopped } from ${watched};
	setTimeout(() => process.exit(3), 30_000);
	const stopped = untilStopped();
	console.log(process.pid);
	await stopped;
	process.exit(0);`;
const node = ['--no-warnings', '--input-type=module', '--eval', program];

async function pidFrom({ stdout }: ChildProcess): Promise<number> {
	const [line] = stdout ? await once(stdout, 'data') : [];
	return Number(String(line));
}

/** The test's own time-out is the bound. */
async function ending(pid: number): Promise<void> {
	while (isAlive(pid)) await pause(50);
}

const windows = process.platform === 'win32';
if (windows) console.warn('skipped: Windows has no signal to end a run cleanly from outside.');
const posix = windows ? it.skip : it;

describe('a run ends by itself', () => {
	posix.each(['SIGINT', 'SIGTERM'] as const)('given %s, twice → once, and cleanly', async (signal) => {
		const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });
		await pidFrom(child);

		child.kill(signal);
		child.kill(signal);

		expect(await once(child, 'exit')).toEqual([0, null]);
	});

	posix('given that the process that started it was killed → at once', async () => {
		const starter = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(node)}, { stdio: 'inherit' })`;
		const parent = spawn(process.execPath, ['--eval', starter], { stdio: ['ignore', 'pipe', 'inherit'] });
		const pid = await pidFrom(parent);

		parent.kill('SIGKILL');

		await ending(pid);
	});

	posix('given an npm behind a shell, and npm was killed → too, though the shell lives on', async () => {
		const shell = `require('node:child_process').spawn('sh', ['-c', '"$0" "$@"; true', process.execPath, ...${JSON.stringify(node)}], { stdio: 'inherit' })`;
		const npm = spawn(process.execPath, ['--eval', shell], {
			stdio: ['ignore', 'pipe', 'inherit'],
			env: { ...process.env, npm_lifecycle_event: 'start' },
		});
		const pid = await pidFrom(npm);

		npm.kill('SIGKILL');

		await ending(pid);
	});
});
