/** npm passes on what the terminal has sent to both, so one Ctrl-C may come twice. */
const twiceMillis = 1000;

/** Resolves at Ctrl-C or a termination signal; a later one ends the process as it is. */
export function untilInterrupted(): Promise<void> {
	return new Promise((resolve) => {
		let first: number | undefined;
		const take = () => {
			first ??= Date.now();
			if (Date.now() - first > twiceMillis) process.exit(130);
			resolve();
		};
		process.on('SIGINT', take);
		process.on('SIGTERM', take);
	});
}
