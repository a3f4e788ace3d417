import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SecretPair } from '../webhook/scheme.ts';
import { keyReader } from './key-reader.ts';

export type HmacAlgorithm = 'sha1' | 'sha256' | 'sha512';

export const digestLength: Readonly<Record<HmacAlgorithm, number>> = { sha1: 20, sha256: 32, sha512: 64 };

/**
 * The HMAC of `head` and then `body`, without copying them into one buffer.
 * @param head text that is signed before the body; empty when there is none
 */
export function hmac(algorithm: HmacAlgorithm, key: KeyObject, head: string, body: Buffer): Buffer {
	return createHmac(algorithm, key).update(head).update(body).digest();
}

/** Whether two digests are equal, in a time that does not tell where they differ. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
	return a.length === b.length && timingSafeEqual(a, b);
}

/** Reads secrets whose UTF-8 bytes are the key, prefix and all, as most providers use theirs. */
export function textKeyReader(): (secret: string) => KeyObject {
	return keyReader((secret) => createSecretKey(secret, 'utf8'));
}

/** A fresh text secret of 32 random bytes. */
export function generateText(prefix = ''): SecretPair {
	const secret = prefix + randomBytes(32).toString('hex');
	return { verifying: secret, signing: secret };
}
