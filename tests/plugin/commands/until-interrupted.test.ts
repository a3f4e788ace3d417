import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Says when it listens, and ends only when it is told to, so that no signal comes when nothing listens any more. */
const script = `
	import { untilInterrupted } from './src/plugin/commands/until-interrupted.ts';
	const interrupted = untilInterrupted();
	process.stdin.once('data', () => process.exit(3));
	console.log('listens');
	await interrupted;
	console.log('interrupted');`;

if (process.platform === 'win32') console.warn('skipped: Windows has no signal to interrupt a command from outside.');

(process.platform === 'win32' ? it.skip : it)('a Ctrl-C that comes twice, from the terminal and from npm, interrupts once', async () => {
	const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
		cwd: root,
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text) => {
		output += text;
		if (text.includes('listens')) for (const _ of [1, 2]) child.kill('SIGINT');
		if (text.includes('interrupted')) child.stdin.end('end');
	});

	const [code, signal] = await once(child, 'close');

	expect({ code, signal, output }).toEqual({ code: 3, signal: null, output: 'listens\ninterrupted\n' });
});
