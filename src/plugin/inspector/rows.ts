import { type EventRecord, statusOf } from '../../webhook/record.ts';
import type { EventRow, RequestRow } from './api.ts';
import type { SeenExchange } from './seen-exchange.ts';

export function eventRow(record: EventRecord): EventRow {
	const { source, id, type, receivedAt, functions, reason, forgottenAt } = record;
	return {
		kind: 'event',
		source,
		id,
		type,
		status: statusOf(record),
		receivedAt,
		functions: Object.entries(functions).map(([name, { status, attempts }]) => ({ name, status, attempts })),
		...(reason !== undefined && { reason }),
		...(forgottenAt !== undefined && { forgotten: true }),
	};
}

export function requestRow(seen: SeenExchange, why?: string): RequestRow {
	const { requestId, source, outcome, receivedAt, method, path, status, code, detail } = seen;
	return {
		kind: 'request',
		requestId,
		source,
		outcome,
		receivedAt,
		method,
		path,
		status,
		...(code !== undefined && { code }),
		...(detail !== undefined && { detail }),
		...(why !== undefined && { why }),
	};
}

/** Whether it holds a text in lower case. What is sealed or in blobs is not looked into. */
export function holdsText(searched: EventRecord | SeenExchange, text: string): boolean {
	const words = 'requestId' in searched ? wordsOf(searched) : [searched.id, searched.type, searched.source, searched.reason];
	const { body } = searched;
	return (
		words.some((word) => word?.toLowerCase().includes(text)) || (Buffer.isBuffer(body) && body.toString().toLowerCase().includes(text))
	);
}

function wordsOf({ requestId, source, path, code, detail }: SeenExchange): readonly (string | undefined)[] {
	return [requestId, source, path, code, detail];
}
