import type { Cloud } from '../webhook/ports.ts';
import type { EventRecord } from '../webhook/record.ts';

/**
 * Bytes to blobs when they are over the record's room, then one conditional insert: from here the event is committed.
 * Returns the record that stands: a duplicate finds the first one.
 */
export async function commit(
	record: EventRecord,
	bytes: Buffer,
	cloud: Cloud,
): Promise<{ readonly record: EventRecord; readonly duplicate: boolean }> {
	let kept = record;
	if (bytes.length > cloud.events.room) {
		const blob = `${record.source}/${record.sha256}`;
		await cloud.blobs.put(blob, bytes);
		kept = { ...record, body: { blob } };
	}
	const { existing } = await cloud.events.insert(kept, cloud.now());
	return existing ? { record: existing, duplicate: true } : { record: kept, duplicate: false };
}
