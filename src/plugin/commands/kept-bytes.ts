import { openBody } from '../../middleware/open-body.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { SecretError } from '../../webhook/scheme.ts';
import { Mistake } from '../mistake.ts';
import type { Desk } from './desk.ts';
import type { PlaceStore } from './place.ts';
import { storageSecrets, whyNot } from './storage-secrets.ts';

type Means = { readonly store: Pick<PlaceStore, 'blobs'>; readonly desk: Pick<Desk, 'secrets'> };

/**
 * The bytes of a kept event, opened where they are sealed; undefined where they are gone, as those of a forgotten one are.
 * @throws {Mistake} when they are sealed, and the storage key is not to be had or does not open them
 */
export async function keptBytes(record: EventRecord, { store, desk }: Means): Promise<Buffer | undefined> {
	const { body, sealed, forgottenAt } = record;
	if (forgottenAt !== undefined && Buffer.isBuffer(body)) return undefined;
	const bytes = Buffer.isBuffer(body) ? body : await store.blobs.get(body.blob);
	if (!sealed || bytes === undefined) return bytes;
	try {
		return await openBody(record, { blobs: { get: async () => bytes }, secrets: storageSecrets(desk.secrets) });
	} catch (error) {
		if (error instanceof SecretError) throw new Mistake(whyNot(error), { cause: error });
		throw error instanceof Error ? new Mistake(error.message) : error;
	}
}
