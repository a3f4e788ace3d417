import type { EventRecord } from '../../../webhook/record.ts';
import type { Route } from '../../../webhook/source.ts';
import { refused } from '../../local/listened.ts';
import type { PlaceStore } from '../place.ts';
import { advance, type Cursor, nameOf, writeCursor } from './cursor.ts';
import { groupDeliveries } from './group-deliveries.ts';
import { handOver } from './hand-over.ts';
import type { Listening } from './listening.ts';
import { oldestFirst } from './oldest-first.ts';

type Look = { readonly store: PlaceStore; readonly reach: number; readonly listening: Listening };

/** One look at what the stage has received since the cursor, and so much before it. `keep` gets the cursor with whatever was dealt with, also where the look fails later. */
export async function look(start: Cursor, keep: (cursor: Cursor) => void, { store, reach, listening }: Look): Promise<void> {
	const { desk, source, only, file } = listening;
	const now = Date.now();
	const routes = desk.routes.routes.filter((route) => route.function === only);
	const filter = { source: source ?? sameOf(routes, 'source'), type: sameOf(routes, 'type') };
	let cursor = start;
	for await (const page of oldestFirst(store.events, { ...filter, since: Math.max(start.since, start.until - reach), now })) {
		const fresh = page.filter((record) => !cursor.dealtWith.has(nameOf(record)) && (only === undefined || isTaken(record, routes)));
		const dealtWith = new Map(cursor.dealtWith);
		try {
			for (const records of groupDeliveries(fresh)) {
				await deal(records, store, listening);
				for (const record of records) dealtWith.set(nameOf(record), record.receivedAt);
			}
			cursor = advance({ ...cursor, dealtWith }, { newest: page.at(-1)?.receivedAt ?? 0, now });
		} catch (error) {
			cursor = { ...cursor, dealtWith };
			throw error;
		} finally {
			keep(cursor);
			if (fresh.length > 0) writeCursor(file, cursor);
		}
	}
}

async function deal(records: readonly EventRecord[], store: PlaceStore, listening: Listening): Promise<void> {
	const left = records.filter((record) => lossOf(record) === undefined);
	const taken = left.length === 0 ? [] : await handOver(left, store, listening);
	const said = new Map(left.map((record, at) => [record, taken[at]]));
	for (const record of records) {
		const { id } = record;
		listening.tell.event(record, said.get(record) ?? refused(id, lossOf(record) ?? 'the local run said nothing of it'));
	}
}

/** Why nothing is left to be handed over. */
function lossOf({ reason, forgottenAt }: EventRecord): string | undefined {
	if (forgottenAt !== undefined) return 'it was forgotten on the stage';
	return reason === undefined ? undefined : `the stage could not read it (${reason})`;
}

function isTaken({ source, type }: EventRecord, routes: readonly Route[]): boolean {
	return routes.some((route) => route.source === source && route.type === type);
}

/** What all of them have in common, so that the stage is asked for nothing else. */
function sameOf(routes: readonly Route[], field: 'source' | 'type'): string | undefined {
	const [value, ...others] = new Set(routes.map((route) => route[field]));
	return others.length === 0 ? value : undefined;
}
