import { type KeyObject, sign, verify } from 'node:crypto';

/** What is signed with a private key, or was: `head` and then `body`. */
export type SignedParts = {
	readonly key: KeyObject;
	/** The digest that is signed; Ed25519 has its own (RFC 8032), which `null` says. */
	readonly digest: 'sha256' | null;
	readonly head: string;
	readonly body: Buffer;
};

export function signParts({ key, digest, head, body }: SignedParts): Buffer {
	return sign(digest, Buffer.concat([Buffer.from(head), body]), key);
}

export function verifyParts({ key, digest, head, body }: SignedParts, signature: Buffer): boolean {
	return verify(digest, Buffer.concat([Buffer.from(head), body]), key, signature);
}
