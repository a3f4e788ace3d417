import { type EventRecord, statusOf } from '../webhook/record.ts';
import { dueOf } from '../webhook/run.ts';

const day = 24 * 60 * 60;

/** The second (since the epoch) from which a store may take the record away; undefined while somebody waits for it. A dead letter lives for so many days in its queue, and the record outlives it. */
export function removalSecond(record: EventRecord, letterDays: number): number | undefined {
	if (dueOf(record) !== undefined || statusOf(record) === 'pending') return undefined;
	// A replay may end long after the record's own time: in death, at its `dueAt`.
	const end = Math.max(record.expiresAt, ...Object.values(record.functions).map((run) => run.dueAt));
	return Math.ceil(end / 1000) + (letterDays + 1) * day;
}
