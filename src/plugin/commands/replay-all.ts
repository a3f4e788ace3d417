import { setTimeout as pause } from 'node:timers/promises';
import { ServiceError } from '../../clouds/service-error.ts';
import { NoQueue } from '../../webhook/no-queue.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { Mistake } from '../mistake.ts';
import { type Choice, chooseRuns, type Wish } from './choose-runs.ts';
import type { Desk } from './desk.ts';
import { type PageFilter, readSpan } from './event-pages.ts';
import type { PlaceStore } from './place.ts';
import type { Plan } from './plan-replay.ts';
import { sendAgain } from './send-again.ts';

export type Outcome = {
	readonly record: EventRecord;
	/** Names of the functions that it was sent to. */
	readonly sent: readonly string[];
	readonly error?: string;
};

/** Where it stopped before its end: everything that came before that time was seen to. Milliseconds since the epoch. */
export type Stop = { readonly at: number; readonly why: string };

type Work = {
	readonly filter: PageFilter;
	readonly wish: Wish;
	/** Events a second; Infinity for no bound. */
	readonly rate: number;
	readonly store: PlaceStore;
	readonly desk: Pick<Desk, 'routes' | 'untilStopped'>;
	readonly onEvent: (outcome: Outcome) => void;
};

/** So many in a row are no matter of these events. */
const mostFailures = 10;

/** Does what a plan says, oldest first, as the events are now: what somebody else has replayed since is not sent again. */
export async function replayAll({ spans }: Plan, work: Work): Promise<Stop | undefined> {
	const { rate, store, desk, onEvent } = work;
	const wait = pacer(rate);
	let isStopped = false;
	desk.untilStopped().then(() => {
		isStopped = true;
	});
	let failed = 0;
	let last = Number.NEGATIVE_INFINITY;
	for (const span of spans) {
		const found = await readable(span, work);
		if ('why' in found) return found;
		for (const { record, choice } of found.chosen) {
			const at = record.receivedAt;
			// Events of one delivery came in the same millisecond, and a time could not say where to go on between them.
			if (at > last && isStopped) return { at, why: 'stopped' };
			if (at > last && failed >= mostFailures) return { at, why: `stopped, ${failed} events failed in a row` };
			last = at;
			await wait();
			const outcome = await replayOne(record, choice, store);
			failed = outcome.error === undefined ? 0 : failed + 1;
			onEvent(outcome);
		}
	}
	return undefined;
}

type Chosen = { readonly chosen: readonly { readonly record: EventRecord; readonly choice: Choice }[] };

async function readable({ most, ...span }: Plan['spans'][number], { filter, wish, store, desk }: Work): Promise<Chosen | Stop> {
	try {
		const records = await readSpan(store.events, { ...filter, ...span });
		const all = records.map((record) => ({ record, choice: chooseRuns(record, wish, desk.routes.routes) }));
		return {
			chosen: all
				.filter(({ choice }) => choice.run.length > 0)
				.slice(0, most)
				.reverse(),
		};
	} catch (error) {
		return { at: span.since, why: `stopped, ${reasonOf(error)}` };
	}
}

async function replayOne(record: EventRecord, { run }: Choice, store: PlaceStore): Promise<Outcome> {
	try {
		return { record, sent: await sendAgain(record, run, store) };
	} catch (error) {
		return { record, sent: [], error: reasonOf(error) };
	}
}

/** @throws what is no failure of the place */
function reasonOf(error: unknown): string {
	if (error instanceof ServiceError || error instanceof Mistake || error instanceof NoQueue) return error.message;
	throw error;
}

function pacer(rate: number): () => Promise<void> {
	const every = 1000 / rate;
	let next = 0;
	return async () => {
		const now = performance.now();
		if (next > now) await pause(next - now);
		next = Math.max(now, next) + every;
	};
}
