/** A number in [0, 1) that depends on nothing but what it is asked with: leaving one decision out changes no other. */
export type Chance = (...asked: readonly (string | number)[]) => number;

export function chanceOf(seed: number): Chance {
	return (...asked) => {
		let hash = 0x811c9dc5 ^ seed;
		for (const unit of asked.join('/')) hash = Math.imul(hash ^ unit.charCodeAt(0), 0x01000193);
		// The finalizer of MurmurHash3, because FNV's last character hardly reaches the high bits.
		hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
		hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
		return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
	};
}

export function pick<One>(all: readonly One[], chance: number): One {
	const one = all[Math.floor(chance * all.length)];
	if (one === undefined) throw new TypeError('nothing to pick from');
	return one;
}

/** From `least` to `most`, both included. */
export function between(least: number, most: number, chance: number): number {
	return least + Math.floor(chance * (most - least + 1));
}
