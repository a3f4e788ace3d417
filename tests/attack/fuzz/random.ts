/** Chance that a seed decides, so that what it found is found again. */
export type Random = {
	/** A whole number from 0 to `limit` - 1. */
	readonly below: (limit: number) => number;
	readonly chance: (probability: number) => boolean;
	readonly pick: <Item>(items: readonly Item[]) => Item;
};

/** Mulberry32. Each index of a seed has numbers of its own. */
export function createRandom(seed: number, index: number): Random {
	let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35);
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (limit: number) => Math.floor(next() * limit);
	return {
		below,
		chance: (probability) => next() < probability,
		pick: (items) => {
			if (items.length === 0) throw new RangeError('nothing to pick from');
			// Sound because the index is within the list.
			return items[below(items.length)] as (typeof items)[number];
		},
	};
}
