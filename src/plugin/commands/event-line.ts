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

export const eventColumns = ['RECEIVED', 'STATUS', 'SOURCE', 'TYPE', 'ID', 'FUNCTIONS'] as const;

export function eventRow({ receivedAt, status, source, type, id, functions, reason, forgottenAt }: EventLine): readonly string[] {
	const runs = functions.map((each) => `${each.name} ${each.status} (${each.attempts})`).join(', ');
	return [receivedAt, status, source, type, id, [runs || reason, forgottenAt && 'forgotten'].filter(Boolean).join('; ')];
}

/** Columns as wide as their widest cell, and one line a row whatever is in a cell. */
export function table(rows: readonly (readonly string[])[]): string {
	const widths = widthsOf(rows);
	return rows.map((row) => aligned(row, widths)).join('\n');
}

/** Of each column, what its widest cell takes. */
export function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
	const cells = rows.map((row) => row.map(printableLine));
	return (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
}

export function aligned(row: readonly string[], widths: readonly number[]): string {
	return row
		.map((cell, column) => printableLine(cell).padEnd(widths[column] ?? 0))
		.join('  ')
		.trimEnd();
}
