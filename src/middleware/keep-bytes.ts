import { createHash } from 'node:crypto';
import type { Cloud } from '../webhook/ports.ts';
import type { EventKey, EventRecord } from '../webhook/record.ts';
import { asKept, sha256 } from './as-kept.ts';
import { placeOfBlob, placeOfEvent, seal, sealBytes } from './seal.ts';
import type { Passage } from './step.ts';

type Holding = Pick<EventRecord, 'body' | 'sealed' | 'sha256'>;

export type KeptBytes = {
	/** The digest of the bytes as they came: the id of what has no other, so that a second copy is a duplicate. */
	readonly cameAs: () => string;
	/** Just what was sent is kept: neither redacted nor sealed. */
	readonly asSent: boolean;
	/** Their key, where they were put into blobs. */
	readonly blob?: string;
	/** What the record of one of the delivery's events holds. */
	readonly holding: (event: EventKey) => Holding;
};

type Keeping = Pick<Cloud, 'events' | 'blobs' | 'secrets'> & { readonly malformed?: boolean };

/** Puts a delivery's bytes into blobs, once, when the records of its events would hold more than one record's room of them. */
export async function keepBytes(passage: Passage, { events, blobs, secrets, malformed = false }: Keeping): Promise<KeptBytes> {
	const { delivery, source, provider, events: found = [] } = passage;
	const { bytes, digest, sealing } = await asKept(delivery, { source, provider, malformed }, secrets);
	const about = { cameAs: () => sha256(delivery.rawBody), asSent: bytes === delivery.rawBody && !sealing };
	const held = (place: string): Buffer => (sealing ? seal(bytes, sealing, place) : bytes);
	const size = bytes.length + (sealing ? sealBytes : 0);
	if (size * Math.max(1, found.length) <= events.room) {
		const sealed = sealing && { sealed: true as const, sha256: digest() };
		return { ...about, holding: (event) => ({ body: held(placeOfEvent(event)), ...sealed }) };
	}
	const known = { sha256: digest(), ...(sealing && { sealed: true as const }) };
	const blob = blobKey(source.name, [known.sha256, ...found.map(({ id }) => id), ...(found.length > 1 ? [delivery.receivedAt] : [])]);
	await blobs.put(blob, held(placeOfBlob(blob)));
	return { ...about, blob, holding: () => ({ body: { blob }, ...known }) };
}

/**
 * By bytes and ids, so that whoever puts bytes under the key of forgotten events has a copy of just these. Of several events by their time, too: a second copy
 * may bring those that the first one could not, and what names one key has to end together.
 */
function blobKey(source: string, parts: readonly unknown[]): string {
	return `${source}/${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}

/** Whether the bytes are kept for this record. Those of a second copy are not, where the event was forgotten or its first copy had other bytes. */
export function holds({ body, forgottenAt }: EventRecord, { blob }: KeptBytes): boolean {
	return forgottenAt === undefined && 'blob' in body && body.blob === blob;
}

/** Bytes are put before anybody knows whether their events are new. What no record holds goes again, before the 2xx. */
export async function dropBytes({ blob }: KeptBytes, { blobs }: Pick<Cloud, 'blobs'>): Promise<void> {
	if (blob !== undefined) await blobs.remove(blob);
}
