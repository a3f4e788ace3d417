import type { Desk } from '../desk.ts';
import type { Tell } from './teller.ts';

/** Where the local run takes what was listened, and what it asks of whoever comes. */
export type Door = { readonly url: string; readonly token: string };

/** One run of `sls webhook listen`. */
export type Listening = {
	readonly desk: Desk;
	/** Only events of this source. */
	readonly source: string | undefined;
	/** Only this function, and what it takes. */
	readonly only: string | undefined;
	/** Where the cursor is kept. */
	readonly file: string;
	/** Undefined while no local run is up. */
	readonly findDoor: () => Door | undefined;
	readonly tell: Tell;
	readonly signal: AbortSignal;
	/** Milliseconds between two looks at the stage. */
	readonly every: number;
	/** Milliseconds before another attempt, of which there have been so many. */
	readonly backoff: (attempts: number) => number;
};
