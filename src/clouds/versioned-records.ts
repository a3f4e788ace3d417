import { randomUUID } from 'node:crypto';
import type { Cloud, EventRecords } from '../webhook/ports.ts';
import type { EventKey, EventRecord } from '../webhook/record.ts';
import { jitter } from './ask-again.ts';
import type { Update } from './change-runs.ts';
import { createRecent } from './recent.ts';

/** A record and the mark of the write that left it so. */
export type Versioned = {
	readonly record: EventRecord;
	readonly version: string;
	/** What the store itself knows that write by, where it does. */
	readonly tag?: string;
};

/** A store that reads and writes single records, and writes only where a condition holds. */
export type Shelf = {
	readonly read: (key: EventKey) => Promise<Versioned | undefined>;
	/** Puts it where there is none, or one that has expired at `now`: `expired` is what was found there before. Undefined where the condition does not hold. */
	readonly insert: (next: Versioned, now: number, expired: Versioned | undefined) => Promise<Versioned | undefined>;
	/** Undefined where somebody wrote since `before`. */
	readonly replace: (before: Versioned, next: Versioned) => Promise<Versioned | undefined>;
};

const mostKept = 100;
const mostRounds = 12;

/**
 * Reads, changes and writes a record under the condition that nobody wrote it in between. Each write leaves a mark of its own, which tells
 * a write whose answer got lost from one that somebody else made.
 */
export function versionedRecords(shelf: Shelf, wait: Cloud['wait']): Pick<EventRecords, 'insert' | 'get'> & { readonly update: Update } {
	const recent = createRecent<Versioned>(mostKept);
	const keep = (known: Versioned) => {
		recent.keep(nameOf(known.record), known);
		return known;
	};
	const read = async (key: EventKey) => {
		const found = await shelf.read(key);
		return found && keep(found);
	};
	const insert: EventRecords['insert'] = async (record, now) => {
		let expired: Versioned | undefined;
		for (let round = 1; round <= mostRounds; round += 1) {
			const known: Versioned = { record, version: randomUUID() };
			const put = await shelf.insert(known, now, expired);
			if (put) {
				keep(put);
				return {};
			}
			const found = await read(record);
			if (found?.version === known.version) return {};
			if (found && found.record.expiresAt > now) return { existing: found.record };
			expired = found;
		}
		throw new Error('the record is written by too many at once');
	};
	const update: Update = async (key, change) => {
		const kept = recent.get(nameOf(key));
		// What is kept may be old. It may only lead to a write, whose condition proves it; an answer without a write needs a look.
		let known = kept && change(kept.record) ? kept : await read(key);
		for (let round = 1; round <= mostRounds; round += 1) {
			const next = known && change(known.record);
			if (known === undefined || next === undefined) return { record: known?.record, changed: false };
			const version = randomUUID();
			const put = await shelf.replace(known, { record: next, version });
			if (put) return { record: keep(put).record, changed: true };
			if (round > 1) await wait(jitter(round));
			known = await read(key);
			if (known?.version === version) return { record: next, changed: true };
		}
		throw new Error('the record is written by too many at once');
	};
	return { insert, update, get: async (key) => (await read(key))?.record };
}

function nameOf({ source, id }: EventKey): string {
	return JSON.stringify([source, id]);
}
