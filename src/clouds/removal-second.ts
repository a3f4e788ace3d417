import { type EventRecord, statusOf } from '../webhook/record.ts';
import { dueOf } from '../webhook/run.ts';

/** A dead letter lives for 14 days in its queue, and the record has to outlive it. */
const afterExpirySeconds = 15 * 24 * 60 * 60;

/** The second (since the epoch) from which a store may take the record away; undefined while somebody waits for it. */
export function removalSecond(record: EventRecord): number | undefined {
	if (dueOf(record) !== undefined || statusOf(record) === 'pending') return undefined;
	// A replay may end long after the record's own time: in death, at its `dueAt`.
	const end = Math.max(record.expiresAt, ...Object.values(record.functions).map((run) => run.dueAt));
	return Math.ceil(end / 1000) + afterExpirySeconds;
}
