import { backoff } from '../../src/webhook/backoff.ts';
import type { Retry } from '../../src/webhook/source.ts';

export type CloudName = 'aws' | 'google' | 'azure' | 'local';

/** So many tokens a second, and what an accepted event and an attempt take of them. Where there are too few, the delivery is refused, and the attempt waits. */
export type Rate = {
	readonly name: string;
	readonly perSecond: number;
	readonly burst: number;
	readonly event: number;
	readonly attempt: number;
};

/** What one endpoint and one function with its queue may do, on one cloud. All of it is data, so that it can be shown and compared. Times are seconds. */
export type Deployment = {
	readonly cloud: CloudName;
	readonly function: string;
	readonly rates: readonly Rate[];
	/** Calls at once, by the name of what bounds them. What shares a name shares its places. */
	readonly places: Readonly<Record<string, number>>;
	readonly endpoint: {
		readonly places: string;
		readonly seconds: number;
		/** A delivery that finds no place waits; elsewhere it is refused. */
		readonly waits: boolean;
	};
	readonly worker: {
		readonly places: string;
		readonly seconds: number;
		/** After which the platform ends it. */
		readonly timeout: number;
		/** How fast a poller takes more at once. */
		readonly ramp: { readonly name: string; readonly start: number; readonly perSecond: number; readonly most: number };
	};
	readonly queue: {
		/** Between two looks of a poller that has nothing to do: as long as it had nothing to do, within these bounds. Absent where it is told at once. */
		readonly poll?: { readonly least: number; readonly most: number };
		/** A new message waits for that look too; elsewhere only one that was put off does. */
		readonly pollsForNew: boolean;
		/** After so many deliveries the queue gives a message up. */
		readonly deliveries: number;
		/** Messages that were taken and not removed. One that waits for another attempt is such. */
		readonly inFlight?: { readonly name: string; readonly most: number };
		/** Pushed are so many at once, and one that finds no place in so many seconds has failed. Absent where messages are pulled. */
		readonly push?: { readonly patience: number; readonly most: number };
	};
	readonly retry: Retry;
	/** Who says when an attempt comes after one that failed: we do, in whole seconds where the queue knows no others; or the queue, doubling between two bounds. */
	readonly delay: { readonly by: 'us'; readonly whole: boolean } | { readonly by: 'queue'; readonly least: number; readonly most: number };
};

/** Seconds until the next attempt, as the gateway's own code or the queue has them. */
export function delayAfter(failed: number, { delay, retry }: Pick<Deployment, 'delay' | 'retry'>, random: number): number {
	if (delay.by === 'queue') return Math.min(delay.least * 2 ** (failed - 1), delay.most);
	const seconds = backoff(failed, retry, random);
	return delay.whole ? Math.ceil(seconds) : seconds;
}
