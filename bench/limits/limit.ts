import { createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto';
import type { Delivery } from '../../src/webhook/delivery.ts';

/** What is left of a scheme for somebody who writes it by hand, for one provider and one secret, without any defence: the primitive, and what it needs. */
export type Check = (delivery: Delivery) => boolean;

/** `signed` is one such delivery, from which the spelling of a signature is read. */
export type Limit = (secret: string, signed: Delivery) => Check;

export type Algorithm = 'sha1' | 'sha256' | 'sha512';

export function hmacBy(algorithm: Algorithm, key: Buffer): (...parts: readonly (string | Buffer)[]) => Buffer {
	const ready = createSecretKey(key);
	return (...parts) => {
		const made = createHmac(algorithm, ready);
		for (const part of parts) made.update(part);
		return made.digest();
	};
}

export const digest = (token: string): Buffer => hash('sha256', token, 'buffer');

export const same = (given: Buffer, expected: Buffer): boolean => given.length === expected.length && timingSafeEqual(given, expected);

export const jsonOf = ({ rawBody }: Delivery) => JSON.parse(rawBody.toString());
