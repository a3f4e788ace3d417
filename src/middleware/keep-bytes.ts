import { createHash } from 'node:crypto';
import type { Cloud } from '../webhook/ports.ts';
import type { EventRecord } from '../webhook/record.ts';
import type { Passage } from './step.ts';

export type KeptBytes = Pick<EventRecord, 'body' | 'sha256'>;

/** Puts a delivery's bytes into blobs when they are over a record's room; once, however many events they hold. */
export async function keepBytes({ delivery, source }: Passage, { events, blobs }: Cloud): Promise<KeptBytes> {
	const { rawBody } = delivery;
	const sha256 = createHash('sha256').update(rawBody).digest('hex');
	if (rawBody.length <= events.room) return { body: rawBody, sha256 };
	const blob = `${source.name}/${sha256}`;
	await blobs.put(blob, rawBody);
	return { body: { blob }, sha256 };
}
