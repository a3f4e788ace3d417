import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { SecretError, type SecretPair } from '../webhook/scheme.ts';
import { decode } from './decode.ts';
import { keyReader } from './key-reader.ts';

export type HmacAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

export const digestLength: Readonly<Record<HmacAlgorithm, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

/** The HMAC of all parts, one after the other, without copying them into one buffer. */
export function hmac(algorithm: HmacAlgorithm, key: KeyObject, ...parts: readonly (string | Buffer)[]): Buffer {
	const made = createHmac(algorithm, key);
	for (const part of parts) made.update(part);
	// Of a text, because a buffer of its own for each digest costs a tenth of the whole.
	return Buffer.from(made.digest('binary'), 'binary');
}

/** Whether two digests are equal, in a time that does not tell where they differ. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
	return a.length === b.length && timingSafeEqual(a, b);
}

/** How a secret becomes a key: its UTF-8 bytes, prefix and all, as most providers use theirs, or those of its Unicode form NFKD; or what its hex or base64 stands for. */
export type KeyForm = 'text' | 'nfkd' | 'hex' | 'base64';

export function hmacKeyReader(form: KeyForm = 'text'): (secret: string) => KeyObject {
	return keyReader((secret) => createSecretKey(keyBytes(secret, form)));
}

function keyBytes(secret: string, form: KeyForm): Buffer {
	if (form === 'text') return Buffer.from(secret);
	return form === 'nfkd' ? Buffer.from(secret.normalize('NFKD')) : decodeKey(secret, form);
}

function decodeKey(secret: string, form: 'hex' | 'base64'): Buffer {
	// A key is copied by hand, and hex is the same in either case.
	const bytes = decode(form === 'hex' ? secret.toLowerCase() : secret, form);
	if (!bytes?.length) throw new SecretError(`the secret is not ${form}: copy it from the provider again`);
	return bytes;
}

/** A fresh secret of 32 random bytes. */
export function generateKey(form: KeyForm = 'text', prefix = ''): SecretPair {
	const secret = prefix + randomBytes(32).toString(form === 'base64' ? 'base64' : 'hex');
	return { verifying: secret, signing: secret };
}
