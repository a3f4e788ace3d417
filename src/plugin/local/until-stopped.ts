/**
 * Resolves when the process is asked to end: by Ctrl-C or a termination signal, or because the process that started it is gone (a killed `npm start` leaves
 * it behind). A signal that comes again changes nothing: npm passes on what the terminal has sent to both.
 */
export async function untilStopped(): Promise<void> {
	const parent = process.ppid;
	await new Promise<void>((resolve) => {
		process.on('SIGINT', () => resolve());
		process.on('SIGTERM', () => resolve());
		const watch = setInterval(() => {
			if (process.ppid === parent) return;
			clearInterval(watch);
			resolve();
		}, 500);
	});
}
