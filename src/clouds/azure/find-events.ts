import type { EventFilter, EventRecords } from '../../webhook/ports.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { isDue, latest, matches } from '../event-filter.ts';
import type { Entity } from './entity.ts';
import { fromEntity, markOf, place, recordKey, shards } from './event-rows.ts';
import type { TableEntities } from './table-entities.ts';

const readAtOnce = 25;

/** What is sorted out by the entries of a list; the records behind them say what is true now. */
export function findEvents(entities: TableEntities): Pick<EventRecords, 'due' | 'list' | 'walk'> {
	const walk = (filter: EventFilter) =>
		records(entities, entriesBetween(entities, spanOf(filter), filter), (record) => matches(record, filter));
	return {
		due: (at, limit) => {
			const entries = entriesBetween(entities, { from: 'd~', to: place('d', at + 1), most: limit });
			return firstOf(
				records(entities, entries, (record) => isDue(record, at)),
				limit,
			);
		},
		list: (filter) => firstOf(walk(filter), filter.limit),
		walk,
	};
}

type Span = { readonly from: string; readonly to: string; readonly most?: number };

/** Newest first, so the latest is where it begins. */
function spanOf({ since = 0, until = latest, limit }: EventFilter): Span {
	const to = since <= 0 ? 't~~' : place('t', since - 1);
	return { from: place('t', until), to, ...(limit !== undefined && { most: limit }) };
}

/** The entries of all partitions in the order of their places: each partition's own order, merged. */
export async function* entriesBetween(
	entities: Pick<TableEntities, 'pages'>,
	span: Span,
	{ source, type }: EventFilter = {},
): AsyncGenerator<Entity> {
	const [ofSource, ofType] = markOf({ source: source ?? '', type: type ?? '' }).split('~');
	const fits = ({ of = '' }: Entity) => {
		const [itsSource, itsType] = of.split('~');
		return (source === undefined || itsSource === ofSource) && (type === undefined || itsType === ofType);
	};
	const readers = shards.map((partition) => each(entities.pages({ partition, ...span }), fits));
	const heads = await Promise.all(readers.map(async (reader) => ({ reader, head: await reader.next() })));
	for (;;) {
		const [first] = heads.filter(({ head }) => !head.done).sort((a, b) => (placeOf(a.head.value) < placeOf(b.head.value) ? -1 : 1));
		if (first === undefined || first.head.done) return;
		yield first.head.value;
		first.head = await first.reader.next();
	}
}

const placeOf = (entity: Entity | undefined) => entity?.RowKey ?? '';

async function* each(pages: AsyncIterable<readonly Entity[]>, fits: (entity: Entity) => boolean): AsyncGenerator<Entity, undefined> {
	for await (const page of pages) yield* page.filter(fits);
	return undefined;
}

/** The records behind entries, in their order, as they are now, so many at a time. */
async function* records(
	entities: TableEntities,
	entries: AsyncIterable<Entity>,
	fits: (record: EventRecord) => boolean,
): AsyncGenerator<EventRecord> {
	const look = async (some: readonly Entity[]) => {
		const found = await Promise.all(some.map((entry) => entities.get(recordKey(entry))));
		return found.flatMap((one) => (one ? [fromEntity(one).record] : [])).filter(fits);
	};
	let some: Entity[] = [];
	for await (const entry of entries) {
		some.push(entry);
		if (some.length < readAtOnce) continue;
		yield* await look(some);
		some = [];
	}
	yield* await look(some);
}

async function firstOf(found: AsyncIterable<EventRecord>, limit = Number.POSITIVE_INFINITY): Promise<readonly EventRecord[]> {
	const all: EventRecord[] = [];
	if (limit <= 0) return all;
	for await (const record of found) {
		all.push(record);
		if (all.length >= limit) break;
	}
	return all;
}
