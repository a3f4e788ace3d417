import { type KeyObject, sign, verify } from 'node:crypto';
import { hmac, sameBytes } from './hmac.ts';
import { algorithmFor, type TokenAlgorithm } from './token-keys.ts';

/** RFC 7518, 3.1. Ed25519 has a digest of its own (RFC 8037, 3.1). */
const digests: Readonly<Record<Exclude<TokenAlgorithm, 'HS256'>, 'sha256' | 'sha512' | null>> = {
	RS256: 'sha256',
	RS512: 'sha512',
	ES256: 'sha256',
	EdDSA: null,
};

/** Of a curve: two numbers side by side, not in DER (RFC 7518, 3.4). A key without options is read far faster. */
function forTokens(key: KeyObject, algorithm: TokenAlgorithm) {
	return algorithm === 'ES256' ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : key;
}

/** The signature of `<protected header>.<payload>`, in base64url. */
export function tokenSignature(text: string, key: KeyObject, algorithm: TokenAlgorithm): string {
	const made = algorithm === 'HS256' ? hmac('sha256', key, text) : sign(digests[algorithm], Buffer.from(text), forTokens(key, algorithm));
	return made.toString('base64url');
}

type Signed = { readonly text: string; readonly signature: Buffer; readonly algorithm: TokenAlgorithm };

/** Also `false` where the key is of another algorithm than the token says. */
export function isTokenSigned({ text, signature, algorithm }: Signed, key: KeyObject): boolean {
	if (algorithmFor(key, [algorithm]) === undefined) return false;
	if (algorithm === 'HS256') return sameBytes(signature, hmac('sha256', key, text));
	return verify(digests[algorithm], Buffer.from(text), forTokens(key, algorithm), signature);
}

/** A part of a token: JSON in base64url. */
export function tokenPart(value: unknown): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}
