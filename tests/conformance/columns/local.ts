import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Column } from './column.ts';

/** The gateway and the threads that `npm start` starts. */
export async function startLocal(dir: string): Promise<Column> {
	const lines: string[] = [];
	const child = fork(join(import.meta.dirname, 'run-local.ts'), [dir], { execArgv: ['--no-warnings'], silent: true });
	for (const stream of [child.stdout, child.stderr])
		createInterface({ input: stream ?? process.stdin }).on('line', (line) => lines.push(line));
	const ended = once(child, 'exit');
	const [port] = await Promise.race([once(child, 'message'), ended]);
	if (child.exitCode !== null) throw new Error(`the run did not start: ${lines.join('\n')}`);
	return {
		cloud: 'local',
		port: () => Number(port),
		adds: [],
		settle: async () => {},
		lines: () => lines,
		close: async () => {
			child.disconnect();
			await ended;
		},
	};
}
