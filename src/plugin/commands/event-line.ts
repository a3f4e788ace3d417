import { type EventRecord, statusOf } from '../../webhook/record.ts';
import { printableLine } from './printable.ts';

/** An event as the commands show it; one such object a line with --json. */
export function eventLine(record: EventRecord) {
	return {
		id: record.id,
		source: record.source,
		type: record.type,
		receivedAt: new Date(record.receivedAt).toISOString(),
		status: statusOf(record),
		...(record.secret && { verifiedWith: record.secret }),
		...(record.reason !== undefined && { reason: record.reason }),
		...(record.forgottenAt !== undefined && { forgottenAt: new Date(record.forgottenAt).toISOString() }),
		functions: Object.entries(record.functions).map(([name, { status, attempts, lastError, reason }]) => ({
			name,
			status,
			attempts,
			lastError: lastError ?? null,
			...(reason !== undefined && { reason }),
		})),
	};
}

export type EventLine = ReturnType<typeof eventLine>;

/** Columns as wide as their widest cell, and one line a row whatever is in a cell. */
export function table(rows: readonly (readonly string[])[]): string {
	const cells = rows.map((row) => row.map(printableLine));
	const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
	return cells
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}
