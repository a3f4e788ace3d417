import { parseKept } from '../../middleware/load-event.ts';
import type { EventFilter } from '../../webhook/ports.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { Mistake } from '../mistake.ts';
import type { Desk } from './desk.ts';
import { keptBytes } from './kept-bytes.ts';
import type { PlaceStore } from './place.ts';
import { printableLine } from './printable.ts';
import { type Match, textsAt } from './read-match.ts';

/** A kept event without its payload, because there may be many of them. */
export type Found = Pick<EventRecord, 'source' | 'id' | 'type' | 'receivedAt' | 'sha256'>;

/** Empty bodies are alike, and hold nothing of each other. */
export function foundOf({ source, id, type, receivedAt, body, sha256 }: EventRecord): Found {
	const empty = Buffer.isBuffer(body) && body.length === 0;
	return { source, id, type, receivedAt, sha256: empty ? '' : sha256 };
}

type Search = { readonly match: Match; readonly filter: Pick<EventFilter, 'source' | 'type' | 'since'> };

/** The kept events whose body holds the text at the path, oldest first. */
export async function findPayload({ match, filter }: Search, store: PlaceStore, desk: Desk): Promise<readonly Found[]> {
	const found: Found[] = [];
	for await (const record of store.events.walk(filter)) {
		const bytes = await keptBytes(record, { store, desk }).catch((error: unknown) => Promise.reject(named(error, record)));
		if (bytes !== undefined && (await holds({ record, bytes }, match, desk))) found.push(foundOf(record));
	}
	return found.sort((a, b) => a.receivedAt - b.receivedAt);
}

/** Whether it holds the value nobody can say, so nobody may believe that all were found. */
function named(error: unknown, { source, id }: EventRecord): unknown {
	if (!(error instanceof Mistake)) return error;
	const event = `${source} ${printableLine(id)}`;
	return new Mistake(
		`--match: nothing was forgotten, since ${event} can not be opened: ${error.message}; mend that, or forget it by --id first`,
	);
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
	const nameOf = ({ source, id }: Found) => JSON.stringify([source, id]);
	const known = new Set(named.map(nameOf));
	const found: Found[] = [];
	for (const [source, of] of Map.groupBy(named, (one) => one.source)) {
		// A forgotten one has no digest any more.
		const digests = new Set(of.map(({ sha256 }) => sha256).filter(Boolean));
		if (digests.size === 0) continue;
		for await (const record of events.walk({ source, since })) {
			if (digests.has(record.sha256) && !known.has(nameOf(record))) found.push(foundOf(record));
		}
	}
	return found;
}
