import type { Blobs, EventRecords } from '../webhook/ports.ts';
import type { EventRecord } from '../webhook/record.ts';
import { isOver } from '../webhook/run.ts';

type Means = {
	readonly events: Pick<EventRecords, 'get' | 'forget' | 'walk'>;
	readonly blobs: Pick<Blobs, 'remove'>;
	readonly now: number;
};

/**
 * Erases what was sent for events whose time is over, unless they wait again by then. Bytes in blobs go with the last event of their delivery that may need
 * them, and before the record that names them, so that none is left behind. Who needs them is looked for once: a delivery may hold thousands of events.
 */
export function eraser({ events, blobs, now }: Means): (record: EventRecord) => Promise<void> {
	const removals = new Map<string, Promise<void>>();
	const removeBytes = async (record: EventRecord, blob: string) => {
		if (!(await isNeeded(record, blob, { events, now }))) await blobs.remove(blob);
	};
	return async (record) => {
		const { body } = record;
		if ('blob' in body) {
			const removal = removals.get(body.blob) ?? removeBytes(record, body.blob);
			removals.set(body.blob, removal);
			await removal;
		}
		await events.forget(record, now, (still) => isOver(still, now));
	};
}

async function isNeeded(record: EventRecord, blob: string, { events, now }: Pick<Means, 'events' | 'now'>): Promise<boolean> {
	// A new copy may have taken the place of an expired one, and its bytes have the same key.
	const current = await events.get(record);
	if (current && !isOver(current, now)) return true;
	const { source, receivedAt } = record;
	for await (const other of events.walk({ source, since: receivedAt, until: receivedAt })) {
		const names = 'blob' in other.body && other.body.blob === blob;
		if (names && other.forgottenAt === undefined && !isOver(other, now)) return true;
	}
	return false;
}
