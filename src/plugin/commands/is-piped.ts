type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Where a pipe is open and nothing comes, as it is in some CI, nothing is meant to come. */
const patienceMillis = 2000;

/** Whether something is piped in. What was looked at is gone. */
export async function isPiped(input: Input = process.stdin, patience = patienceMillis): Promise<boolean> {
	if (input.isTTY) return false;
	return await new Promise((resolve) => {
		const timer = setTimeout(() => end(false), patience);
		const [some, none] = [() => end(true), () => end(false)];
		const end = (piped: boolean) => {
			clearTimeout(timer);
			input.off('data', some).off('end', none).off('error', none);
			input.pause();
			resolve(piped);
		};
		input.once('data', some).once('end', none).once('error', none);
		input.resume();
	});
}
