import { createHash } from 'node:crypto';

/** The SHA-256 of the bytes in hex: the id of an event whose sender gives it none. */
export function sha256(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}
