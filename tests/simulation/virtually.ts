type Means = {
	readonly now: () => number;
	readonly every: (millis: number, work: () => void) => () => void;
	readonly random: () => number;
};

/** The clock and its intervals are the world's meanwhile, and chance is the seed's. */
export async function virtually(means: Means, work: () => Promise<void>): Promise<void> {
	const { setInterval, clearInterval } = globalThis;
	const { random } = Math;
	const { now } = Date;
	const ends = new Map<number, () => void>();
	const begin = (tick: () => void, millis: number) => {
		ends.set(ends.size + 1, means.every(millis, tick));
		return ends.size;
	};
	Object.assign(globalThis, { setInterval: begin, clearInterval: (timer: number) => ends.get(timer)?.() });
	Math.random = means.random;
	Date.now = means.now;
	try {
		await work();
	} finally {
		Object.assign(globalThis, { setInterval, clearInterval });
		Math.random = random;
		Date.now = now;
	}
}
