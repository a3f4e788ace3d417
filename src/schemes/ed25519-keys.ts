import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { SecretError } from '../webhook/scheme.ts';
import { decode } from './decode.ts';
import { keyReader } from './key-reader.ts';
import type { KeyKind } from './public-key-signature.ts';

/** The fixed DER heads before the 32 bytes of a key (RFC 8410, 4 and 7). */
const spki = Buffer.from('302a300506032b6570032100', 'hex');
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function ed25519PublicKey(raw: Buffer): KeyObject {
	return createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' });
}

export function ed25519PrivateKey(seed: Buffer): KeyObject {
	return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
}

/** Ed25519 (RFC 8032). The verifying half is the public key, the signing half the seed: 32 bytes each, written as the provider writes them. */
export function ed25519Keys(encoding: 'hex' | 'base64'): KeyKind {
	return {
		name: 'ed25519',
		digest: null,
		length: 64,
		publicKey: keyReader((secret) => ed25519PublicKey(readRaw(secret, encoding))),
		privateKey: keyReader((secret) => ed25519PrivateKey(readRaw(secret, encoding))),
		generate: () => {
			const seed = randomBytes(32);
			const publicBytes = createPublicKey(ed25519PrivateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(spki.length);
			return { verifying: publicBytes.toString(encoding), signing: seed.toString(encoding) };
		},
	};
}

const spelling = { hex: '64 lower-case hex digits', base64: '32 bytes in base64' } as const;

function readRaw(secret: string, encoding: 'hex' | 'base64'): Buffer {
	const bytes = decode(secret, encoding, 32);
	if (!bytes) throw new SecretError(`the key is not ${spelling[encoding]}: copy the public key from the provider again`);
	return bytes;
}
