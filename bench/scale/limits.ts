import { readFileSync } from 'node:fs';
import type { Cloud, Known } from './prices.ts';

/** What a cloud allows, or what our deployment asks it for where that is less. */
export type Limit = Known & {
	readonly id: string;
	readonly cloud: Cloud;
	readonly limit: string;
	/** Null where there is none. */
	readonly value: number | null;
	readonly unit: string;
	/** How many partitions of ours have this limit, each for itself. */
	readonly times?: number;
	/** How much of it an event takes that is for one function and works at the first attempt, and why. */
	readonly perEvent?: number;
	readonly because?: string;
	readonly beyond: string;
	readonly raise: string;
};

const text = readFileSync(new URL('limits.json', import.meta.url), 'utf8');
// Sound, because tests/scale/limits.test.ts looks at every entry.
export const limits = JSON.parse(text) as readonly Limit[];

/** Events a second; undefined where the limit is not one of a rate. */
export function eventsPerSecond({ value, times = 1, perEvent }: Limit): number | undefined {
	return value === null || perEvent === undefined ? undefined : (value * times) / perEvent;
}
