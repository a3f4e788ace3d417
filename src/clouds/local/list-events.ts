import type { DatabaseSync } from 'node:sqlite';
import type { EventFilter } from '../../webhook/ports.ts';
import type { EventStatus } from '../../webhook/record.ts';
import type { EventRow } from './event-row.ts';

type Listed = EventRow & { readonly id: number; readonly at: number };

const latest = Number.MAX_SAFE_INTEGER;
const statuses: readonly EventStatus[] = ['pending', 'done', 'dead', 'unhandled'];

/**
 * The newest that fit. Each status of what is asked for is a range of an index, in the order of time; they are merged, and read no further than the limit. So it
 * makes no difference how many events there are besides.
 */
export function listEvents(db: DatabaseSync): (filter: EventFilter) => readonly EventRow[] {
	const range = (fits: string, status: EventStatus) => `
		SELECT fields, functions, body, rowid AS id, received_at AS at FROM events
		WHERE ${fits} status = '${status}' AND coalesce(:status, '${status}') = '${status}' AND received_at BETWEEN :since AND :until`;
	const merged = (fits = '') =>
		db.prepare(`${statuses.map((status) => range(fits, status)).join(' UNION ALL ')} ORDER BY at DESC, id DESC LIMIT :limit`);
	const all = merged();
	const ofSource = merged('source = :source AND');
	const ofType = merged('source = :source AND type = :type AND');
	// From one to the next, so that it takes as long as there are sources.
	const sources = db.prepare(`
		WITH RECURSIVE found (source) AS (
			SELECT min(source) FROM events WHERE type = :type
			UNION ALL
			SELECT (SELECT min(source) FROM events WHERE type = :type AND source > found.source) FROM found WHERE source IS NOT NULL
		)
		SELECT source FROM found WHERE source IS NOT NULL`);

	return ({ source, type, status, since = 0, until = latest, limit = -1 }) => {
		const rest = { status: status ?? null, since, until, limit };
		// Sound because the statements name exactly these columns.
		if (type === undefined) return (source === undefined ? all.all(rest) : ofSource.all({ ...rest, source })) as unknown as Listed[];
		const names = source === undefined ? sources.all({ type }).map((row) => String(row.source)) : [source];
		const rows = names.flatMap((name) => ofType.all({ ...rest, type, source: name }) as unknown as Listed[]);
		const sorted = names.length === 1 ? rows : rows.sort((a, b) => b.at - a.at || b.id - a.id);
		return limit < 0 ? sorted : sorted.slice(0, limit);
	};
}
