export type Repeater = { /** Waits for the round that runs. */ readonly stop: () => Promise<void> };

/** Does the work now and every `millis`, never twice at once. */
export function repeat(millis: number, work: () => Promise<unknown>, onError: (error: unknown) => void): Repeater {
	let round: Promise<unknown> | undefined;
	const begin = () => {
		round ??= work()
			.catch(onError)
			.finally(() => {
				round = undefined;
			});
	};
	const timer = setInterval(begin, millis);
	begin();
	return {
		stop: async () => {
			clearInterval(timer);
			await round;
		},
	};
}
