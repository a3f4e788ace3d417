import type { EventRecords } from '../../webhook/ports.ts';
import { type EventRecord, statusOf } from '../../webhook/record.ts';
import { eventPages, type PageFilter } from './event-pages.ts';
import { keyOf, type SeenEvents, seenEvents } from './seen-events.ts';

type Events = Pick<EventRecords, 'list' | 'get' | 'due'>;
type Options = {
	readonly filter: Pick<PageFilter, 'source' | 'type'>;
	/** Milliseconds that are looked back over: clocks of instances differ, and an index lags. */
	readonly overlap: number;
	readonly now?: () => number;
};

export type Watch = {
	/** Has these for seen. */
	readonly skip: (records: readonly EventRecord[]) => void;
	/** What has come, or become of events, since it was asked last; newest last. What it rejects for is found the next time. */
	readonly changes: () => Promise<readonly EventRecord[]>;
};

/** Longer than the time after which a message that was sent is looked for again. */
const horizonMillis = 7 * 60 * 60 * 1000;
const lookAtOnce = 100;
const mostSeen = 50_000;

/**
 * Watches a store by asking it: what came of late, what waits (an old event that is replayed does), and what did wait when it was last seen. No state of an
 * event is returned twice.
 */
export function watchEvents(events: Events, { filter, overlap, now = Date.now }: Options): Watch {
	const seen = seenEvents(mostSeen);
	let from: number | undefined;
	return {
		skip: (records) => records.forEach(seen.remember),
		changes: async () => {
			const asked = now();
			// The newest of all says what time it is in the store, where this clock is ahead of those that date events.
			const [newest] = await events.list({ limit: 1 });
			const next = Math.max(0, Math.min(newest?.receivedAt ?? 0, asked) - overlap);
			const found: Found = new Map();
			for await (const { records } of eventPages(events, { ...filter, since: from ?? next })) keep(records, found, seen);
			keep(await dueEvents(events, { filter, seen, now: asked }), found, seen);
			keep(await waitingEvents(events, { found, seen }), found, seen);
			from = next;
			const changed = [...found.values()].filter((record) => record !== undefined);
			changed.forEach(seen.remember);
			seen.dropBefore(next);
			return changed.sort((a, b) => a.receivedAt - b.receivedAt);
		},
	};
}

/** By key, what was looked at; undefined where it is as it was. */
type Found = Map<string, EventRecord | undefined>;

function keep(records: readonly EventRecord[], found: Found, { knows }: SeenEvents): void {
	for (const record of records) found.set(keyOf(record), knows(record) ? undefined : record);
}

type Due = Pick<Options, 'filter'> & { readonly seen: SeenEvents; readonly now: number };

async function dueEvents(events: Events, { filter: { source, type }, seen, now }: Due): Promise<readonly EventRecord[]> {
	const due = await events.due(now + horizonMillis, lookAtOnce);
	const fit = due.filter((record) => (source ?? record.source) === record.source && (type ?? record.type) === record.type);
	// Where some of the many that wait were dropped, they would seem to be new.
	return fit.filter((record) => seen.has(record) || (!seen.isShort() && statusOf(record) === 'pending'));
}

/** Those that were not just looked at, a hundred each time. */
async function waitingEvents(
	events: Events,
	{ found, seen }: { readonly found: Found; readonly seen: SeenEvents },
): Promise<readonly EventRecord[]> {
	const left = seen.waiting().filter((key) => !found.has(keyOf(key)));
	const looked = await Promise.all(left.slice(0, lookAtOnce).map(async (key) => ({ key, record: await events.get(key) })));
	for (const { key, record } of looked) {
		if (record === undefined) seen.drop(key);
		else if (seen.knows(record)) seen.remember(record);
	}
	return looked.flatMap(({ record }) => record ?? []);
}
