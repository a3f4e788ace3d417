import type { EventRecord } from '../../webhook/record.ts';
import type { PlaceStore } from './place.ts';

/** The bytes of a kept event; undefined where they are gone, as those of a forgotten one are. */
export async function keptBytes({ body, forgottenAt }: EventRecord, { blobs }: Pick<PlaceStore, 'blobs'>): Promise<Buffer | undefined> {
	if (Buffer.isBuffer(body)) return forgottenAt === undefined ? body : undefined;
	return await blobs.get(body.blob);
}
