import type { Cloud } from '../webhook/ports.ts';
import type { EventRecord } from '../webhook/record.ts';

/** One conditional insert: from here the event is committed. Returns the record that stands: a duplicate finds the first one. */
export async function commit(record: EventRecord, { events, now }: Cloud): Promise<EventRecord> {
	const { existing } = await events.insert(record, now());
	return existing ?? record;
}
