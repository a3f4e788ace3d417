import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';

/** The fixed DER heads before the 32 bytes of a key (RFC 8410, 4 and 7). */
const spki = Buffer.from('302a300506032b6570032100', 'hex');
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function ed25519PublicKey(raw: Buffer): KeyObject {
	return createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' });
}

export function ed25519PrivateKey(seed: Buffer): KeyObject {
	return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
}

/** The 32 bytes of the public key that belongs to a private one. */
export function ed25519PublicBytes(privateKey: KeyObject): Buffer {
	return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(spki.length);
}

/** A fresh pair, 32 bytes each. */
export function generateEd25519(): { readonly publicBytes: Buffer; readonly seed: Buffer } {
	const seed = randomBytes(32);
	return { publicBytes: ed25519PublicBytes(ed25519PrivateKey(seed)), seed };
}
