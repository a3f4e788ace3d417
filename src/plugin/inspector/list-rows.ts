import { setImmediate } from 'node:timers/promises';
import type { EventFilter } from '../../webhook/ports.ts';
import { Mistake } from '../mistake.ts';
import type { Means } from './actions.ts';
import type { List, ListQuery, Row, Status } from './api.ts';
import { eventRow, holdsText, requestRow } from './rows.ts';

const page = 100;
/** Looked at for a search before it stops; the next page goes on. */
const mostSearched = 5_000;
const statuses: readonly string[] = ['pending', 'done', 'dead', 'unhandled'] satisfies readonly Status[];

/** Where a page begins: at rows of this time or older, after so many of this very time. */
type Cursor = { readonly before: number; readonly skip: number };
type Found = { readonly row: Row; readonly holds: (text: string) => boolean };

/** Newest first: the events of the store, and the requests of this run that made none. */
export async function listRows(query: ListQuery, means: Means): Promise<List> {
	const text = query.text?.toLowerCase() ?? '';
	const rows: Row[] = await exactRows(query, means);
	let cursor = readCursor(query);
	for (let searched = 0; ; ) {
		const found = await findAt(cursor, query, means);
		for (const [index, { row, holds }] of found.slice(0, page).entries()) {
			cursor = { before: row.receivedAt, skip: cursor.before === row.receivedAt ? cursor.skip + 1 : 1 };
			if (text === '' || (holds(text) && !isExact(row, query))) rows.push(row);
			if (rows.length === page) return { rows, ...(index + 1 < found.length && { next: `${cursor.before},${cursor.skip}` }) };
		}
		if (found.length <= page) return { rows };
		searched += page;
		if (searched >= mostSearched) return { rows, searched, next: `${cursor.before},${cursor.skip}` };
		// Deliveries come first.
		await setImmediate();
	}
}

/** An id that is searched for whole is found however old it is. It stands on the first page, before what is found by reading. */
async function exactRows({ text: id, after, source, type, status, since, until }: ListQuery, { store, desk }: Means): Promise<Row[]> {
	if (!id || after || type || status || since || until) return [];
	const names = source ? [source] : Object.keys(desk.routes.sources);
	const records = await Promise.all(names.map((name) => store.events.get({ source: name, id })));
	return records.flatMap((record) => (record ? [eventRow(record)] : []));
}

function isExact(row: Row, { text, type, status, since, until }: ListQuery): boolean {
	return row.kind === 'event' && row.id === text && !type && !status && !since && !until;
}

function readCursor({ after, until }: ListQuery): Cursor {
	if (after === undefined) return { before: until === undefined ? Number.MAX_SAFE_INTEGER : readTime(until), skip: 0 };
	const [before = '', skip = ''] = after.split(',');
	return { before: readTime(before), skip: readTime(skip) };
}

function readTime(text: string): number {
	const time = Number(text);
	if (Number.isSafeInteger(time) && time >= 0) return time;
	throw new Mistake(`"${text}" is no time in milliseconds`);
}

/** A page and one more, which says that there is another. */
async function findAt({ before, skip }: Cursor, query: ListQuery, means: Means): Promise<readonly Found[]> {
	const since = query.since === undefined ? 0 : readTime(query.since);
	const most = skip + page + 1;
	const events = await findEvents({ since, until: before, limit: most }, query, means);
	const found = [...events, ...findRequests({ since, before }, query, means)];
	return found.sort((a, b) => b.row.receivedAt - a.row.receivedAt).slice(skip, most);
}

async function findEvents(bounds: EventFilter, { source, type, status }: ListQuery, { store }: Means): Promise<readonly Found[]> {
	if (status !== undefined && !statuses.includes(status)) return [];
	const filter = { ...bounds, ...(source && { source }), ...(type && { type }), ...(status && { status: status as Status }) };
	const records = await store.events.list(filter);
	return records.map((record) => ({ row: eventRow(record), holds: (text) => holdsText(record, text) }));
}

function findRequests(
	{ since, before }: { readonly since: number; readonly before: number },
	{ source, type, status }: ListQuery,
	{ journal, explainer }: Means,
): readonly Found[] {
	if (type || (status && status !== 'refused')) return [];
	return journal
		.exchanges()
		.filter(({ outcome }) => !status || outcome === 'refused')
		.filter((each) => each.receivedAt >= since && each.receivedAt <= before && (!source || each.source === source))
		.map((each) => ({ row: requestRow(each, explainer.codeOf(each.requestId)), holds: (text) => holdsText(each, text) }));
}
