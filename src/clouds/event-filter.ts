import type { EventFilter } from '../webhook/ports.ts';
import { type EventRecord, statusOf } from '../webhook/record.ts';
import { dueOf } from '../webhook/run.ts';

export const latest = Number.MAX_SAFE_INTEGER;

/** Whether the sweep should look at the record by then. */
export function isDue(record: EventRecord, at: number): boolean {
	return (dueOf(record) ?? Number.POSITIVE_INFINITY) <= at;
}

/** Whether `list` and `walk` are to find the record. */
export function matches(record: EventRecord, { source, type, status, since = 0, until = latest }: EventFilter): boolean {
	return (
		(source === undefined || record.source === source) &&
		(type === undefined || record.type === type) &&
		(status === undefined || statusOf(record) === status) &&
		record.receivedAt >= since &&
		record.receivedAt <= until
	);
}
