import type { Blobs } from '../webhook/ports.ts';
import type { EventRecord } from '../webhook/record.ts';
import type { ReadableSecrets } from '../webhook/secrets.ts';
import { keyIdOf, placeOfBlob, placeOfEvent, unseal } from './seal.ts';
import { keyOfId } from './storage-key.ts';

type Keeping = { readonly blobs: Pick<Blobs, 'get'>; readonly secrets: ReadableSecrets };

/**
 * The bytes of a record as they were before they were sealed.
 * @throws {SecretError} that names the storage key, when it is not there or another: it may come back
 */
export async function openBody(record: EventRecord, { blobs, secrets }: Keeping): Promise<Buffer> {
	const { body, sealed, source } = record;
	const bytes = await bytesOf(record, blobs);
	if (sealed !== true) return bytes;
	const place = Buffer.isBuffer(body) ? placeOfEvent(record) : placeOfBlob(body.blob);
	return unseal(bytes, await keyOfId(keyIdOf(bytes), source, secrets), place);
}

async function bytesOf({ body }: EventRecord, blobs: Keeping['blobs']): Promise<Buffer> {
	if (Buffer.isBuffer(body)) return body;
	const bytes = await blobs.get(body.blob);
	if (bytes === undefined) throw new Error(`blob ${body.blob} is missing`);
	return bytes;
}
