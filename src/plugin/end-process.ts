import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { basename } from 'node:path';

const esbuilds = new Set<ChildProcess>();

/**
 * Remembers the processes of esbuild that are started from now on. One whose ping is not answered any more, because we are ending, finds itself locked up, and prints a
 * stack of Go's behind our last line.
 */
export function watchEsbuild(): void {
	subscribe('child_process', (started) => {
		const { process: child } = started as { readonly process: ChildProcess };
		child.once('spawn', () => {
			if (basename(child.spawnfile).startsWith('esbuild')) esbuilds.add(child);
		});
		child.once('exit', () => esbuilds.delete(child));
	});
}

/** Ends this process, and what would not end quietly with it. */
export function endProcess(code: number): never {
	for (const child of esbuilds) child.kill('SIGKILL');
	process.exit(code);
}

/** Milliseconds in which osls has printed its message. */
const printed = 200;

/** osls waits for ever for what still runs after a failure, such as a build or a server. */
export function endOncePrinted(end: (code: number) => void = endProcess): void {
	setTimeout(end, printed, 1);
}
