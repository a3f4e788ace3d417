import { type EventKey, type EventRecord, type Run, statusOf } from '../../webhook/record.ts';
import { dueOf } from '../../webhook/run.ts';

export type EventRow = { readonly fields: string; readonly functions: string; readonly body: Uint8Array | null };

/** JSON, because it escapes NUL and lone surrogates, and keeps source and id apart. */
export function rowKey({ source, id }: EventKey): string {
	return JSON.stringify([source, id]);
}

export function toRow(record: EventRecord) {
	const { body, functions, ...fields } = record;
	const held = Buffer.isBuffer(body);
	return {
		key: rowKey(record),
		source: record.source,
		type: record.type,
		received: record.receivedAt,
		expires: record.expiresAt,
		fields: JSON.stringify(held ? fields : { ...fields, body }),
		body: held ? body : null,
		...toState(record),
	};
}

/** The part of a row that a run changes. */
export function toState(record: EventRecord) {
	return {
		status: statusOf(record),
		due: dueOf(record) ?? null,
		functions: JSON.stringify(record.functions),
	};
}

export function fromRow({ fields, functions, body }: EventRow): EventRecord {
	// Sound because only toRow writes these columns; that of an earlier version wrote no traceparent.
	const rest = JSON.parse(fields) as Omit<EventRecord, 'functions' | 'traceparent'> & { traceparent?: string };
	const runs = JSON.parse(functions) as Record<string, Run>;
	return { traceparent: '', ...rest, functions: runs, ...(body && { body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) }) };
}
