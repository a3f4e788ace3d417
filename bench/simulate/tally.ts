import type { Load } from './simulate-load.ts';

export type Outcome = {
	readonly arrived: number;
	readonly accepted: number;
	/** By the limit that refused them, in the window. */
	readonly refused: Readonly<Record<string, number>>;
	/** What had to wait, by the limit that it waited for, in the window. */
	readonly waited: Readonly<Record<string, number>>;
	readonly attempts: number;
	/** Pushes of a queue that found no place. */
	readonly turnedAway: number;
	readonly done: number;
	readonly dead: number;
	/** Accepted events that have not ended, at the end and at most. */
	readonly left: number;
	readonly deepest: number;
	/** Of those that came while the function was down: accepted, their attempts, and dead. */
	readonly whileDown: { readonly accepted: number; readonly attempts: number; readonly dead: number };
	/** When the last of these ended; undefined when one has not. */
	readonly recoveredAt: number | undefined;
	/** When the last event ended. */
	readonly lastEndedAt: number;
	/** From `load.from` on. */
	readonly window: { readonly arrived: number; readonly accepted: number; readonly done: number };
	/** Seconds from a delivery's arrival to the end of its function, of what ended in the window; ascending. */
	readonly latencies: readonly number[];
	/** Accepted events that have not ended, second by second. */
	readonly depths: readonly number[];
};

type Counted = { readonly arrivedAt: number };

/** Counts what happens, and judges nothing. */
export function startTally({ from = 0, down }: Load, now: () => number) {
	const count = { arrived: 0, accepted: 0, attempts: 0, turnedAway: 0, done: 0, dead: 0, deepest: 0 };
	const window = { arrived: 0, accepted: 0, done: 0 };
	const whileDown = { accepted: 0, attempts: 0, dead: 0, left: 0 };
	const [refused, waited]: Record<string, number>[] = [{}, {}];
	const latencies: number[] = [];
	const depths: number[] = [];
	let [lastOfDown, lastEndedAt] = [0, 0];
	const inWindow = () => now() >= from;
	const cameDown = (arrivedAt: number) => down !== undefined && arrivedAt >= down.from && arrivedAt < down.to;
	const left = () => count.accepted - count.done - count.dead;
	const sample = () => {
		for (let at = depths.length; at < now(); at += 1) depths.push(left());
	};
	const add = (to: Record<string, number> | undefined, name: string) => {
		if (to && inWindow()) to[name] = (to[name] ?? 0) + 1;
	};
	return {
		arrived: () => {
			count.arrived += 1;
			if (inWindow()) window.arrived += 1;
		},
		refused: (limit: string) => add(refused, limit),
		waited: (limit: string) => add(waited, limit),
		accepted: (arrivedAt: number) => {
			sample();
			count.accepted += 1;
			if (inWindow()) window.accepted += 1;
			if (cameDown(arrivedAt)) {
				whileDown.accepted += 1;
				whileDown.left += 1;
			}
			count.deepest = Math.max(count.deepest, left());
		},
		attempted: ({ arrivedAt }: Counted) => {
			count.attempts += 1;
			if (cameDown(arrivedAt)) whileDown.attempts += 1;
		},
		turnedAway: () => {
			count.turnedAway += 1;
		},
		ended: ({ arrivedAt }: Counted, how: 'done' | 'dead') => {
			sample();
			count[how] += 1;
			lastEndedAt = now();
			if (cameDown(arrivedAt)) {
				whileDown.left -= 1;
				if (how === 'dead') whileDown.dead += 1;
				lastOfDown = now();
			}
			if (how !== 'done' || !inWindow()) return;
			window.done += 1;
			latencies.push(now() - arrivedAt);
		},
		recovered: () => down !== undefined && now() > down.to && whileDown.left === 0,
		outcome: (): Outcome => ({
			...count,
			refused: refused ?? {},
			waited: waited ?? {},
			left: left(),
			whileDown,
			recoveredAt: whileDown.left === 0 ? lastOfDown : undefined,
			lastEndedAt,
			window,
			latencies: latencies.sort((a, b) => a - b),
			depths,
		}),
	};
}

/** Of ascending values. */
export function quantile(values: readonly number[], share: number): number {
	return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
