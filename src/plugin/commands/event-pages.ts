import type { EventFilter, EventRecords } from '../../webhook/ports.ts';
import type { EventRecord, EventStatus } from '../../webhook/record.ts';

/** The times of a page: it holds every event of them, so that they find the same again. Milliseconds since the epoch, both included. */
export type Span = { readonly since: number; readonly until: number };
export type Page = Span & { readonly records: readonly EventRecord[] };

/** `statuses`: those of whole events, each of which the stores have an index for; absent for all. */
export type PageFilter = Omit<EventFilter, 'status' | 'limit'> & { readonly statuses?: readonly EventStatus[] };

/** Each page is read whole, bodies included. */
const size = 200;

/** Events newest first, some hundreds in memory at a time. */
export async function* eventPages(events: Pick<EventRecords, 'list'>, filter: PageFilter): AsyncGenerator<Page> {
	const { since = 0 } = filter;
	const rest: Rest = new Map();
	for (let until = filter.until ?? Number.MAX_SAFE_INTEGER; until >= since; ) {
		const page = await readPage(events, { ...filter, since, until }, { limit: size, rest });
		yield page;
		until = page.since - 1;
	}
}

/** The events of a span, newest first. */
export async function readSpan(events: Pick<EventRecords, 'list'>, filter: PageFilter & Span): Promise<readonly EventRecord[]> {
	return (await readPage(events, filter)).records;
}

type Wanted = { readonly limit: number; readonly fits: (record: EventRecord) => boolean };

/** The newest that fit, where the store can't say so by itself. */
export async function firstEvents(
	events: Pick<EventRecords, 'list'>,
	filter: PageFilter,
	{ limit, fits }: Wanted,
): Promise<readonly EventRecord[]> {
	const found: EventRecord[] = [];
	for await (const { records } of eventPages(events, filter)) {
		found.push(...records.filter(fits));
		if (found.length >= limit) break;
	}
	return found.slice(0, limit);
}

/** By status, what is left of a list that was read to its end: to ask for few again at every page would be to go through all of the store each time. */
type Rest = Map<EventStatus | undefined, readonly EventRecord[]>;
type Bound = { readonly limit?: number; readonly rest?: Rest };

async function readPage(events: Pick<EventRecords, 'list'>, filter: PageFilter & Span, { limit, rest }: Bound = {}): Promise<Page> {
	const { statuses, ...others } = filter;
	const ask = async (status?: EventStatus) => {
		const left = rest?.get(status)?.filter(({ receivedAt }) => receivedAt <= filter.until);
		const list = left ?? (await events.list({ ...others, ...(status && { status }), ...(limit !== undefined && { limit }) }));
		if (limit !== undefined && list.length < limit) rest?.set(status, list);
		return list;
	};
	const lists = await Promise.all(statuses?.map((status) => ask(status)) ?? [ask()]);
	// Of a list that was cut off, more may have come in its last millisecond.
	const cuts = lists.filter((list) => list.length === limit).map((list) => (list.at(-1)?.receivedAt ?? 0) + 1);
	const since = Math.max(filter.since, ...cuts);
	const newest = Math.max(...lists.map((list) => list[0]?.receivedAt ?? 0));
	// So many came in one millisecond that no limit parts them.
	if (cuts.length > 0 && since > newest) return await readPage(events, { ...filter, since: newest, until: filter.until });
	const unique = new Map(lists.flat().map((record) => [JSON.stringify([record.source, record.id]), record]));
	const records = [...unique.values()].filter(({ receivedAt }) => receivedAt >= since).sort((a, b) => b.receivedAt - a.receivedAt);
	return { since, until: filter.until, records };
}
