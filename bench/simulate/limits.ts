import type { Rate } from './deployment.ts';

/** A bucket of tokens: `perSecond` flow in, `burst` is the most that it holds. */
export type Bucket = {
	/** Seconds until it holds so many; 0 where it does. */
	readonly lacks: (tokens: number) => number;
	readonly take: (tokens: number) => void;
};

export function startBucket({ perSecond, burst }: Pick<Rate, 'perSecond' | 'burst'>, now: () => number): Bucket {
	let tokens = burst;
	let looked = 0;
	return {
		lacks: (wanted) => {
			tokens = Math.min(burst, tokens + (now() - looked) * perSecond);
			looked = now();
			// A little more, so that a number that is not exact is enough next time.
			return tokens >= wanted ? 0 : (wanted - tokens) / perSecond + 1e-9;
		},
		take: (wanted) => {
			tokens -= wanted;
		},
	};
}

/** How many runs the poller of a queue may have at once. It grows for as long as messages wait. */
export type Ramp = {
	readonly level: () => number;
	/** Told whenever the queue was looked at. */
	readonly looked: (waiting: boolean) => void;
};

export function startRamp(
	{ start, perSecond, most }: { readonly start: number; readonly perSecond: number; readonly most: number },
	now: () => number,
): Ramp {
	let level = Math.min(start, most);
	let waitingSince: number | undefined;
	const grow = () => {
		if (waitingSince !== undefined) level = Math.min(most, level + (now() - waitingSince) * perSecond);
		waitingSince = waitingSince === undefined ? undefined : now();
	};
	return {
		level: () => {
			grow();
			return level;
		},
		looked: (waiting) => {
			grow();
			waitingSince = waiting ? now() : undefined;
		},
	};
}

/** Places that something works in, each for one at a time. Several kinds of work may share them. */
export type Places = { readonly free: () => boolean; readonly enter: () => void; readonly leave: () => void; readonly used: () => number };

export function startPlaces(most: number): Places {
	let used = 0;
	return {
		free: () => used + 1 <= most,
		enter: () => {
			used += 1;
		},
		leave: () => {
			used -= 1;
		},
		used: () => used,
	};
}
