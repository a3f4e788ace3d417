/** Something to time. What returns a promise is waited for. */
export type Work = () => unknown;

type Options = {
	/** Rounds that count; a first one only warms up. */
	readonly rounds?: number;
	/** Milliseconds for which each work is repeated in a round. */
	readonly millis?: number;
	/** Milliseconds of each work before anything counts: the engine compiles what is called often in several steps. */
	readonly warmMillis?: number;
	/** What is counted: the time that the process had a processor, which others can't take from it, or, of work that waits for a disk or a network, all time. */
	readonly clock?: keyof typeof clocks;
};

/** Microseconds. */
const clocks = {
	processor: () => {
		const { user, system } = process.cpuUsage();
		return user + system;
	},
	wall: () => performance.now() * 1000,
};

export type Compared = {
	/** How many times the first work's time each work took: the median over the rounds. */
	readonly ratio: readonly number[];
	/** Microseconds a call, medians. */
	readonly micros: readonly number[];
};

/** Times works in turn, round after round, so that what else the machine does hits all of them alike; the ratios are to the first. */
export async function compare(
	works: readonly Work[],
	{ rounds = 15, millis = 30, warmMillis = 1_000, clock = 'processor' }: Options = {},
): Promise<Compared> {
	const calls = [];
	for (const work of works) {
		await warmUp(work, warmMillis);
		calls.push(await callsIn(work, millis, clocks[clock]));
	}
	const times: number[][] = works.map(() => []);
	for (let round = 0; round <= rounds; round += 1) {
		// Who goes first changes, because the first pays for what the last has left behind.
		for (let step = 0; step < works.length; step += 1) {
			const index = (round + step) % works.length;
			const micros = await time(works[index] as Work, calls[index] ?? 1, clocks[clock]);
			if (round > 0) times[index]?.push(micros);
		}
	}
	const [first = []] = times;
	return {
		ratio: times.map((own) => median(own.map((each, round) => each / (first[round] ?? Number.NaN)))),
		micros: times.map(median),
	};
}

async function warmUp(work: Work, millis: number): Promise<void> {
	const end = performance.now() + millis;
	while (performance.now() < end) await time(work, 10, clocks.wall);
}

/** How many calls take so many milliseconds. */
async function callsIn(work: Work, millis: number, clock: () => number): Promise<number> {
	let calls = 1;
	for (;;) {
		const micros = await time(work, calls, clock);
		if (micros * calls > millis * 1000) break;
		calls *= 2;
	}
	return Math.max(1, Math.round((millis * 1000) / (await time(work, calls, clock))));
}

/** Microseconds a call. */
async function time(work: Work, calls: number, clock: () => number): Promise<number> {
	const began = clock();
	for (let call = 0; call < calls; call += 1) {
		const result = work();
		if (result instanceof Promise) await result;
	}
	return (clock() - began) / calls;
}

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const [low = Number.NaN, high = low] = sorted.slice(sorted.length % 2 === 0 ? middle - 1 : middle);
	return sorted.length % 2 === 0 ? (low + high) / 2 : low;
}
