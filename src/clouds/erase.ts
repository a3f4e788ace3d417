import type { Blobs, EventRecords } from '../webhook/ports.ts';
import type { EventRecord } from '../webhook/record.ts';
import { isOver } from '../webhook/run.ts';

type Means = { readonly events: Pick<EventRecords, 'forget' | 'walk'>; readonly blobs: Pick<Blobs, 'remove'>; readonly now: number };

/** Erases what was sent for an event whose time is over. Bytes in blobs go with the last event of their delivery that may need them, and before the record that names them, so that none is left behind. */
export async function erase(record: EventRecord, means: Means): Promise<void> {
	const { body } = record;
	if ('blob' in body && !(await isNeeded(record, body.blob, means))) await means.blobs.remove(body.blob);
	await means.events.forget(record, means.now);
}

async function isNeeded({ source, receivedAt }: EventRecord, blob: string, { events, now }: Means): Promise<boolean> {
	for await (const other of events.walk({ source, since: receivedAt, until: receivedAt })) {
		const names = 'blob' in other.body && other.body.blob === blob;
		if (names && other.forgottenAt === undefined && !isOver(other, now)) return true;
	}
	return false;
}
