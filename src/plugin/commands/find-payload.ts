import { digestOf } from '../../middleware/as-kept.ts';
import { parseKept } from '../../middleware/load-event.ts';
import type { EventFilter } from '../../webhook/ports.ts';
import type { EventKey, EventRecord } from '../../webhook/record.ts';
import { Mistake } from '../mistake.ts';
import type { Desk } from './desk.ts';
import { keptBytes } from './kept-bytes.ts';
import type { PlaceStore } from './place.ts';
import { type Match, textsAt } from './read-match.ts';

/** A kept event without its payload, because there may be many of them. */
export type Found = Pick<EventRecord, 'source' | 'id' | 'type' | 'receivedAt'> & { readonly digest: string };

/** Empty bodies are alike, and hold nothing of each other. */
export function foundOf(record: EventRecord): Found {
	const { source, id, type, receivedAt, body } = record;
	const empty = Buffer.isBuffer(body) && body.length === 0;
	return { source, id, type, receivedAt, digest: empty ? '' : digestOf(record) };
}

type Search = { readonly match: Match; readonly filter: Pick<EventFilter, 'source' | 'type' | 'since'> };

/** The kept events whose body holds the text at the path, oldest first. Says of which that can't be told. */
export async function findPayload({ match, filter }: Search, store: PlaceStore, desk: Desk): Promise<readonly Found[]> {
	const found: Found[] = [];
	const closed = new Map<string, number>();
	for await (const record of store.events.walk(filter)) {
		const bytes = await keptBytes(record, { store, desk }).catch((error: unknown) => {
			if (!(error instanceof Mistake)) throw error;
			closed.set(error.message, (closed.get(error.message) ?? 0) + 1);
			return undefined;
		});
		if (bytes !== undefined && (await holds({ record, bytes }, match, desk))) found.push(foundOf(record));
	}
	for (const [why, count] of closed) desk.print(`Not looked into, ${count} event${count === 1 ? '' : 's'}: ${why}`);
	return found.sort((a, b) => a.receivedAt - b.receivedAt);
}

type Kept = { readonly record: EventRecord; readonly bytes: Buffer };

/** A body that nothing reads, or no longer, has no paths: it holds the text where its bytes do. */
async function holds({ record, bytes }: Kept, { path, value }: Match, { source }: Desk): Promise<boolean> {
	try {
		const { body } = await parseKept(record, bytes, source(record.source).provider);
		return textsAt(path, body).includes(value);
	} catch {
		return value !== '' && bytes.includes(value);
	}
}

/** The other events kept since then that hold the same bytes: the rest of a delivery that held several, and what was sent again under another id. */
export async function findSameBytes(named: readonly Found[], { events }: PlaceStore, since = 0): Promise<readonly Found[]> {
	const nameOf = ({ source, id }: EventKey) => JSON.stringify([source, id]);
	const known = new Set(named.map(nameOf));
	const found: Found[] = [];
	for (const [source, of] of Map.groupBy(named, (one) => one.source)) {
		// A forgotten one has no digest any more.
		const digests = new Set(of.map(({ digest }) => digest).filter(Boolean));
		if (digests.size === 0) continue;
		for await (const record of events.walk({ source, since })) {
			if (digests.has(digestOf(record)) && !known.has(nameOf(record))) found.push(foundOf(record));
		}
	}
	return found;
}
