import { frozenUntil, type Instance, isAlive } from './instance.ts';

export type Timer = { at: number; readonly every: number | undefined; readonly of: Instance; readonly work: () => void };

export type Timers = ReturnType<typeof createTimers>;

/** What is to happen at a time of the virtual clock. Times are milliseconds since the epoch. */
export function createTimers() {
	let timers: readonly Timer[] = [];
	const next = (now: number) =>
		timers.filter(({ at, of }) => at <= now && isAlive(of) && frozenUntil(of) <= now).reduce(earlier, undefined as Timer | undefined);
	return {
		/** Returns what calls it off. */
		add: (timer: Timer) => {
			if (isAlive(timer.of)) timers = [...timers, timer];
			return () => {
				timers = timers.filter((one) => one !== timer);
			};
		},
		fire: (now: number) => {
			for (let due = next(now); due !== undefined; due = next(now)) {
				const one = due;
				// An interval that was slept through comes once.
				if (one.every === undefined) timers = timers.filter((other) => other !== one);
				else one.at = now + one.every;
				one.work();
			}
		},
		forgetTheDead: () => {
			timers = timers.filter(({ of }) => isAlive(of));
		},
		/** When the next one fires. Intervals only count when there is something to find, at `soonest`: what looks and finds nothing is passed over. */
		nextTime: (soonest: number | undefined): number | undefined => {
			const times = timers.flatMap(({ at, every, of }) => {
				if (every !== undefined && soonest === undefined) return [];
				return [Math.max(at, frozenUntil(of), every === undefined ? 0 : (soonest ?? 0))];
			});
			return times.length === 0 ? undefined : Math.min(...times);
		},
	};
}

function earlier(one: Timer | undefined, other: Timer): Timer {
	return one !== undefined && one.at <= other.at ? one : other;
}
