import { between, type Chance } from './chance.ts';

/** What befalls a call. `killed`: whoever made it dies, before or after it was done. `frozen`: it stops for so long, lease or not. */
export type Fate =
	| { readonly kind: 'well' | 'error' | 'answer lost' | 'killed before' | 'killed after' }
	| { readonly kind: 'late' | 'answer late' | 'frozen'; readonly millis: number };

/** The fate of a call by its number, and the milliseconds since the start. */
export type Fates = (number: number, elapsed: number) => Fate;

export const well: Fate = { kind: 'well' };

/** From then on nothing goes wrong any more, so that what is left over can end. */
export const calmAfter = 45 * 60_000;

/** Some seeds have none of a kind, some have many. */
export function chanceFates(chance: Chance, spared: ReadonlySet<number>): Fates {
	const often = (kind: string) => Math.max(0, chance('often', kind) - 0.4) * 0.12;
	const odds: readonly (readonly [Fate['kind'], number])[] = [
		['error', often('error')],
		['answer lost', often('answer lost')],
		['killed before', often('killed before') / 3],
		['killed after', often('killed after') / 3],
		['late', often('late')],
		['answer late', often('answer late')],
		['frozen', often('frozen') / 6],
	];
	return (number, elapsed) => {
		if (elapsed > calmAfter || spared.has(number)) return well;
		let left = chance('fate', number);
		for (const [kind, odd] of odds) {
			if (left < odd) return { kind, millis: between(10, 40_000, chance('millis', number) ** 2) };
			left -= odd;
		}
		return well;
	};
}

/** These calls, and no others, meet this. */
export function chosenFates(chosen: ReadonlyMap<number, 'killed before' | 'killed after'>): Fates {
	return (number) => {
		const kind = chosen.get(number);
		return kind === undefined ? well : { kind };
	};
}
