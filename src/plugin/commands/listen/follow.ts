import { setTimeout as pause } from 'node:timers/promises';
import { ServiceError } from '../../../clouds/service-error.ts';
import { isPassing } from '../../is-passing.ts';
import { Mistake } from '../../mistake.ts';
import { type Cursor, longestReach } from './cursor.ts';
import type { Listening } from './listening.ts';
import { look } from './look.ts';
import { tallyLine } from './teller.ts';

/** Most of what is late is late by a second; a look over the longest reach, which reads each record there, is taken now and then only. */
const usualReach = 60 * 1000;
const longEvery = 60 * 1000;

/**
 * Listens from the cursor on. Ends by rejecting: with the signal's reason, or with what does not pass by itself.
 * @throws {Mistake} for a stage that can't be read
 */
export async function follow(start: Cursor, listening: Listening): Promise<never> {
	const { desk, tell, signal, every, backoff } = listening;
	let cursor = start;
	let lookedFar = Number.NEGATIVE_INFINITY;
	let caughtUp = false;
	const keep = (next: Cursor) => {
		cursor = next;
	};
	for (let failures = 0; ; ) {
		const began = Date.now();
		const reach = began - lookedFar >= longEvery ? longestReach : usualReach;
		try {
			await desk.withStore((store) => look(cursor, keep, { store, reach, listening }));
			failures = 0;
			if (reach === longestReach) lookedFar = began;
			tell.goesOn('stage');
			if (!caughtUp) tell.note(`Caught up: ${tallyLine(tell.tally())}. Listening; Ctrl-C ends`);
			caughtUp = true;
		} catch (error) {
			signal.throwIfAborted();
			tell.waits('stage', whyItWaits(error));
			failures += 1;
		}
		await pause(failures === 0 ? every : backoff(failures), undefined, { signal });
	}
}

function whyItWaits(error: unknown): string {
	if (isPassing(error) && error instanceof Error) return error.message;
	throw error instanceof ServiceError ? new Mistake(`the stage can not be read: ${error.message}`) : error;
}
