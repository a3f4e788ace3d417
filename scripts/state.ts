import type { Known } from '../bench/scale/prices.ts';

/** From where, and of which day. */
export function known({ seen, stated }: Pick<Known, 'seen' | 'stated'>): string {
	return `${seen}, ${stated}`;
}

export function linked({ source, stated, seen }: Known): string {
	return `[${seen}](${source}), ${stated}`;
}

/** No exponent, and no more digits than it has. */
export function plainPrice(amount: number): string {
	return amount.toFixed(10).replace(/\.?0+$/, '');
}
