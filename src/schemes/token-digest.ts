import { hash } from 'node:crypto';

/** Tokens are compared by digest: equal lengths, so that the time of the comparison does not tell the token's own. */
export function tokenDigest(token: string | Buffer): Buffer {
	return Buffer.from(hash('sha256', token, 'binary'), 'binary');
}
