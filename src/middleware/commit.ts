import type { Cloud } from '../webhook/ports.ts';
import type { EventRecord } from '../webhook/record.ts';
import type { Passage } from './step.ts';

/** One conditional insert: from here the event is committed. Returns the record that stands: a duplicate finds the first one. */
export async function commit(passage: Passage, record: EventRecord, { events, now }: Pick<Cloud, 'events' | 'now'>): Promise<EventRecord> {
	const { existing } = await events.insert(record, now());
	if (existing) passage.duplicates = (passage.duplicates ?? 0) + 1;
	return existing ?? record;
}
