import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Busy for longer than esbuild takes between two pings, so that one is not answered when it ends. */
const script = `
	import { context } from 'esbuild';
	import { endProcess, watchEsbuild } from './src/plugin/end-process.ts';
	watchEsbuild();
	const built = await context({ stdin: { contents: 'export default 1' }, write: false });
	await built.rebuild();
	const until = Date.now() + 1500;
	while (Date.now() < until);
	console.log('ended');
	endProcess(3);`;

it('a process that ends while esbuild waits for it has the last word', () => {
	// Both streams stay open until esbuild's process is gone, too.
	const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
		cwd: root,
		encoding: 'utf8',
	});

	expect({ status, stdout, stderr }).toEqual({ status: 3, stdout: 'ended\n', stderr: '' });
});
