import type { Cloud } from '../webhook/ports.ts';
import type { EventKey, EventRecord } from '../webhook/record.ts';
import { asKept, sha256 } from './as-kept.ts';
import { placeOfBlob, placeOfEvent, seal, sealBytes } from './seal.ts';
import type { Passage } from './step.ts';

type Holding = Pick<EventRecord, 'body' | 'sealed'>;

export type KeptBytes = {
	readonly sha256: string;
	/** Of the bytes as they came: the id of what has no other, so that a second copy is a duplicate. */
	readonly cameAs: string;
	/** What the record of one of the delivery's events holds. */
	readonly holding: (event: EventKey) => Holding;
};

type Keeping = Pick<Cloud, 'events' | 'blobs' | 'secrets'> & { readonly malformed?: boolean };

/** Puts a delivery's bytes into blobs, once, when the records of its events would hold more than one record's room of them. */
export async function keepBytes(passage: Passage, { events, blobs, secrets, malformed = false }: Keeping): Promise<KeptBytes> {
	const { delivery, source, provider, events: found = [] } = passage;
	const { bytes, digest, sealing } = await asKept(delivery, { source, provider, malformed }, secrets);
	const cameAs = bytes === delivery.rawBody && !sealing ? digest : sha256(delivery.rawBody);
	const about = { sha256: digest, cameAs };
	const held = (place: string): Buffer => (sealing ? seal(bytes, sealing, place) : bytes);
	const sealed = sealing && { sealed: true as const };
	const size = bytes.length + (sealing ? sealBytes : 0);
	if (size * Math.max(1, found.length) <= events.room) {
		return { ...about, holding: (event) => ({ body: held(placeOfEvent(event)), ...sealed }) };
	}
	const blob = `${source.name}/${digest}`;
	await blobs.put(blob, held(placeOfBlob(blob)));
	return { ...about, holding: () => ({ body: { blob }, ...sealed }) };
}
