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
	const blob = blobKey(source.name, [sha256, ...found.map(({ id }) => id)]);
	await blobs.put(blob, rawBody);
	return { body: { blob }, sha256 };
}

/** By bytes and ids, so that whoever puts bytes under the key of forgotten events has a copy of just these. */
function blobKey(source: string, parts: readonly unknown[]): string {
	return `${source}/${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}

/** Whether the bytes are kept for this record. Those of a second copy are not, where the event was forgotten or its first copy had other bytes. */
export function holds({ body, forgottenAt }: EventRecord, { body: bytes }: KeptBytes): boolean {
	return forgottenAt === undefined && 'blob' in body && 'blob' in bytes && body.blob === bytes.blob;
}

/** Bytes are put before anybody knows whether their events are new. What no record holds goes again, before the 2xx. */
export async function dropBytes({ body }: KeptBytes, { blobs }: Cloud): Promise<void> {
	if ('blob' in body) await blobs.remove(body.blob);
}
