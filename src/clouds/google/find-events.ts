import type { EventFilter, EventRecords } from '../../webhook/ports.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { dueOf } from '../../webhook/run.ts';
import { latest, matches } from '../event-filter.ts';
import type { Document, Documents, Value } from './documents.ts';
import { fromDocument } from './event-document.ts';
import { shards } from './firestore-schema.ts';

/** A document is about 30 KB where its body fills the room. */
const pageSize = 50;

type Order = { readonly field: 'receivedAt' | 'dueAt'; readonly direction: 'ASCENDING' | 'DESCENDING' };
type Search = { readonly filters: readonly object[]; readonly order: Order; readonly page: number };

const newestFirst: Order = { field: 'receivedAt', direction: 'DESCENDING' };
const oldestDue: Order = { field: 'dueAt', direction: 'ASCENDING' };

/** What goes through an index. It shows each document as it is, so what it finds is not read again. */
export function findEvents(documents: Documents): Pick<EventRecords, 'due' | 'list' | 'walk'> {
	const search = (shard: string, { filters, order, page }: Search) =>
		pages(documents, { filters: [compare('shard', 'EQUAL', { stringValue: shard }), ...filters], order, page });
	const searchAll = (asked: Search) => shards.map((shard) => search(shard, asked));
	return {
		due: async (at, limit) => {
			const filters = [compare('dueAt', 'LESS_THAN_OR_EQUAL', { doubleValue: at })];
			const streams = searchAll({ filters, order: oldestDue, page: Math.min(limit, pageSize) });
			return await take(
				merge(streams, (a, b) => (dueOf(a) ?? latest) - (dueOf(b) ?? latest)),
				{ limit },
			);
		},
		list: async (filter) => {
			const { limit = Number.POSITIVE_INFINITY } = filter;
			const streams = searchAll({ filters: filtersOf(filter), order: newestFirst, page: Math.min(limit, pageSize) });
			return await take(
				merge(streams, (a, b) => b.receivedAt - a.receivedAt),
				{ limit, fits: (record) => matches(record, filter) },
			);
		},
		walk: async function* (filter) {
			for (const shard of shards) {
				for await (const record of search(shard, { filters: filtersOf(filter), order: newestFirst, page: pageSize })) {
					if (matches(record, filter)) yield record;
				}
			}
		},
	};
}

function filtersOf({ status, since = 0, until = latest }: EventFilter): readonly object[] {
	return [
		compare('receivedAt', 'GREATER_THAN_OR_EQUAL', { doubleValue: since }),
		compare('receivedAt', 'LESS_THAN_OR_EQUAL', { doubleValue: until }),
		...(status === undefined ? [] : [compare('status', 'EQUAL', { stringValue: status })]),
	];
}

function compare(fieldPath: string, op: string, value: Value): object {
	return { fieldFilter: { field: { fieldPath }, op, value } };
}

/** In the order of an index, which has the name after the field. */
async function* pages(
	documents: Documents,
	{ filters, order: { field, direction }, page }: Search,
): AsyncGenerator<EventRecord, undefined> {
	const query = {
		where: { compositeFilter: { op: 'AND', filters } },
		orderBy: [field, '__name__'].map((fieldPath) => ({ field: { fieldPath }, direction })),
		limit: page,
	};
	for (let last: Document | undefined; ; ) {
		const found = await documents.find('events', { ...query, ...(last && { startAt: after(last, field) }) });
		for (const document of found) yield fromDocument(document).record;
		last = found.at(-1);
		if (last === undefined || found.length < page) return;
	}
}

function after({ name, fields }: Document, field: string): object {
	return { values: [fields[field], { referenceValue: name }], before: false };
}

/** Streams that are each in this order, as one. */
async function* merge(
	streams: readonly AsyncGenerator<EventRecord, undefined>[],
	compareRecords: (a: EventRecord, b: EventRecord) => number,
): AsyncGenerator<EventRecord> {
	const next = async (stream: AsyncGenerator<EventRecord, undefined>) => ({ stream, record: (await stream.next()).value });
	const heads = await Promise.all(streams.map(next));
	for (;;) {
		const waiting = heads.flatMap(({ record }, index) => (record ? [{ record, index }] : []));
		const [first, ...others] = waiting;
		if (first === undefined) return;
		const { record, index } = others.reduce((best, one) => (compareRecords(one.record, best.record) < 0 ? one : best), first);
		yield record;
		const taken = heads[index];
		if (taken) heads[index] = await next(taken.stream);
	}
}

type Wanted = { readonly limit: number; readonly fits?: (record: EventRecord) => boolean };

async function take(records: AsyncIterable<EventRecord>, { limit, fits = () => true }: Wanted): Promise<readonly EventRecord[]> {
	const found: EventRecord[] = [];
	for await (const record of records) {
		if (found.length >= limit) break;
		if (fits(record)) found.push(record);
	}
	return found;
}
