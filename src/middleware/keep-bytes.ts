import { createHash } from 'node:crypto';
import type { Cloud } from '../webhook/ports.ts';
import type { EventRecord } from '../webhook/record.ts';
import type { Passage } from './step.ts';

export type KeptBytes = Pick<EventRecord, 'body' | 'sha256'>;

/** Puts a delivery's bytes into blobs, once, when the records of its events would hold more than one record's room of them. */
export async function keepBytes({ delivery, source, events: found = [] }: Passage, { events, blobs }: Cloud): Promise<KeptBytes> {
	const { rawBody } = delivery;
	const sha256 = createHash('sha256').update(rawBody).digest('hex');
	if (rawBody.length * Math.max(1, found.length) <= events.room) return { body: rawBody, sha256 };
	const blob = `${source.name}/${sha256}`;
	await blobs.put(blob, rawBody);
	return { body: { blob }, sha256 };
}
