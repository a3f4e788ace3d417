import type { List, Row } from '../api.ts';

export function rowKey(row: Row): string {
	return row.kind === 'event' ? `event/${row.source}/${row.id}` : `request/${row.requestId}`;
}

/**
 * The first page, read anew, before the older rows that were loaded behind the one that it replaces. Where a full page does not reach them any more, others may lie
 * between, and it stands alone; a search that has stopped has looked at more than could have come meanwhile.
 */
export function mergeRows(loaded: List, page: List): List {
	const last = page.rows.at(-1);
	const at = last === undefined ? -1 : loaded.rows.findIndex((row) => rowKey(row) === rowKey(last));
	if (page.next === undefined || (at === -1 && page.searched === undefined)) return page;
	return { ...loaded, rows: withoutCopies([...page.rows, ...loaded.rows.slice(at + 1)]) };
}

/** The next page behind what is loaded. Something may have come meanwhile and pushed a row over the edge of a page. */
export function appendRows(loaded: List, page: List): List {
	const searched = page.searched === undefined ? {} : { searched: page.searched + (loaded.searched ?? 0) };
	return { ...page, ...searched, rows: withoutCopies([...loaded.rows, ...page.rows]) };
}

function withoutCopies(rows: readonly Row[]): readonly Row[] {
	const seen = new Set<string>();
	return rows.filter((row) => {
		const known = seen.has(rowKey(row));
		seen.add(rowKey(row));
		return !known;
	});
}
