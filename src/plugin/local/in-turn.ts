/**
 * One run of `work` at a time. Whoever asks while it runs gets the next run, shared with all who ask before that one begins: a run may have read already
 * what has changed since.
 */
export function inTurn<Result>(work: () => Promise<Result>): () => Promise<Result> {
	let running: Promise<unknown> = Promise.resolve();
	let next: Promise<Result> | undefined;
	const begin = () => {
		next = undefined;
		const result = work();
		running = result;
		return result;
	};
	return () => {
		next ??= running.then(begin, begin);
		return next;
	};
}
