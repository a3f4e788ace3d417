/** A number in [0, 1), the next one at each call: mulberry32, which is small and even enough for a queue. */
export type Random = () => number;

export function randomOf(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** What lies between two things that come by chance, this often on average. */
export function exponential(mean: number, random: Random): number {
	return -mean * Math.log(1 - random());
}
