import { type EventKey, type EventRecord, statusOf } from '../../webhook/record.ts';

type Seen = EventKey & { readonly state: string; readonly receivedAt: number; readonly waits: boolean };

/** In which state each event was seen last; bounded. */
export type SeenEvents = {
	readonly has: (record: EventRecord) => boolean;
	/** Whether it was seen in this state. */
	readonly knows: (record: EventRecord) => boolean;
	readonly remember: (record: EventRecord) => void;
	readonly drop: (key: EventKey) => void;
	/** Those that waited for a function, the one that was looked at longest ago first. */
	readonly waiting: () => readonly EventKey[];
	/** Drops what came before and waits for nothing. */
	readonly dropBefore: (time: number) => void;
	/** Whether events that wait had to be dropped too. */
	readonly isShort: () => boolean;
};

export function seenEvents(most: number): SeenEvents {
	const seen = new Map<string, Seen>();
	let isShort = false;
	return {
		has: (record) => seen.has(keyOf(record)),
		knows: (record) => seen.get(keyOf(record))?.state === stateOf(record),
		remember: (record) => {
			const { source, id, receivedAt } = record;
			// To the end of the map.
			seen.delete(keyOf(record));
			seen.set(keyOf(record), { source, id, receivedAt, state: stateOf(record), waits: statusOf(record) === 'pending' });
		},
		drop: (key) => void seen.delete(keyOf(key)),
		waiting: () => [...seen.values()].filter(({ waits }) => waits),
		dropBefore: (time) => {
			for (const [key, { waits, receivedAt }] of seen) if (!waits && receivedAt < time) seen.delete(key);
			isShort ||= seen.size > most;
			for (const key of [...seen.keys()].slice(0, Math.max(0, seen.size - most))) seen.delete(key);
		},
		isShort: () => isShort,
	};
}

export const keyOf = ({ source, id }: EventKey) => JSON.stringify([source, id]);

/** All that a line about the event says, and how often it was replayed. */
function stateOf({ functions, reason, forgottenAt }: EventRecord): string {
	const runs = Object.entries(functions).map(([name, { status, attempts, replays }]) => [name, status, attempts, replays]);
	return JSON.stringify([runs, reason, forgottenAt]);
}
