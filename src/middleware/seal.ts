import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EventKey } from '../webhook/record.ts';
import type { StorageKey } from './storage-key.ts';

// One byte of version, the key's id, the initialisation vector, what was encrypted, and the tag of AES-256-GCM.
const version = Buffer.from([1]);
const idEnd = 1 + 8;
const ivEnd = idEnd + 12;
const tagBytes = 16;

/** By how much sealed bytes are longer. */
export const sealBytes = ivEnd + tagBytes;

/** Sealed bytes open only in the place that they were sealed for. */
export const placeOfEvent = ({ source, id }: EventKey): string => JSON.stringify(['event', source, id]);
export const placeOfBlob = (key: string): string => JSON.stringify(['blob', key]);

export function seal(bytes: Buffer, key: StorageKey, place: string): Buffer {
	const iv = randomBytes(ivEnd - idEnd);
	const cipher = createCipheriv('aes-256-gcm', key.sealing, iv).setAAD(Buffer.from(place));
	const sealed = [cipher.update(bytes), cipher.final()];
	return Buffer.concat([version, key.id, iv, ...sealed, cipher.getAuthTag()]);
}

export function keyIdOf(sealed: Buffer): Buffer {
	if (sealed.length < sealBytes || sealed[0] !== version[0]) throw new Error('the kept body is not sealed in a way that is known here');
	return sealed.subarray(1, idEnd);
}

/** @throws {Error} when the bytes were changed, or sealed for another place or under another key */
export function unseal(sealed: Buffer, key: StorageKey, place: string): Buffer {
	const end = sealed.length - tagBytes;
	const decipher = createDecipheriv('aes-256-gcm', key.sealing, sealed.subarray(idEnd, ivEnd), { authTagLength: tagBytes });
	decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(end));
	try {
		return Buffer.concat([decipher.update(sealed.subarray(ivEnd, end)), decipher.final()]);
	} catch {
		throw new Error('the kept body was changed, or was sealed for another event');
	}
}
