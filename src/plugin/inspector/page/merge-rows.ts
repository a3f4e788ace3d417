import type { List, Row } from '../api.ts';

export function rowKey(row: Row): string {
	return row.kind === 'event' ? `event/${row.source}/${row.id}` : `request/${row.requestId}`;
}

/** The first page, read anew, before the older rows that were loaded already. Where the two don't meet, there may be others between them, and only the page is kept. */
export function mergeRows(loaded: List, page: List): List {
	const last = page.rows.at(-1);
	const at = last === undefined ? -1 : loaded.rows.findIndex((row) => rowKey(row) === rowKey(last));
	const older = at === -1 ? [] : loaded.rows.slice(at + 1);
	return older.length === 0 ? page : { ...loaded, rows: withoutCopies([...page.rows, ...older]) };
}

/** The next page behind what is loaded. Something may have come meanwhile and pushed a row over the edge of a page. */
export function appendRows(loaded: List, page: List): List {
	return { ...page, rows: withoutCopies([...loaded.rows, ...page.rows]) };
}

function withoutCopies(rows: readonly Row[]): readonly Row[] {
	const seen = new Set<string>();
	return rows.filter((row) => {
		const known = seen.has(rowKey(row));
		seen.add(rowKey(row));
		return !known;
	});
}
