import { isAlive, processOf } from './process-of.ts';

const pollMillis = 500;
const shell = /^-?(.*\/)?(sh|ash|bash|dash|ksh|zsh|busybox)$/;

/**
 * Resolves when the process is asked to end: by Ctrl-C or a termination signal, or because who started it is gone (a killed `npm start` leaves it behind).
 * A signal that comes again changes nothing: npm passes on what the terminal has sent to both.
 */
export async function untilStopped(): Promise<void> {
	const parent = process.ppid;
	const starters = [parent, ...npmBehindShell(parent)];
	await new Promise<void>((resolve) => {
		process.on('SIGINT', () => resolve());
		process.on('SIGTERM', () => resolve());
		const watch = setInterval(() => {
			// Windows keeps the number of a parent that has ended, others give the number of the next one.
			if (process.ppid === parent && starters.every(isAlive)) return;
			clearInterval(watch);
			resolve();
		}, pollMillis);
	});
}

/** npm starts a script through a shell, and the shell outlives an npm that was killed. */
function npmBehindShell(parent: number): readonly number[] {
	const behind = process.env.npm_lifecycle_event === undefined ? undefined : processOf(parent);
	return behind && shell.test(behind.command) ? [behind.parent] : [];
}
