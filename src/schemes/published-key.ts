import type { KeyObject } from 'node:crypto';
import { valueAt } from '../webhook/text-at.ts';
import type { DerName } from './der-keys.ts';
import { jwkKey } from './stated-secret.ts';

/**
 * The key of this id in what a sender publishes: a JWK Set (RFC 7517, 5), or one key as `{ key }`. `undefined` where there is none, and where it is for something
 * else than signatures, has ended, or is of another kind than these.
 */
export function publishedKey(text: string | undefined, id: string, names: readonly DerName[]): KeyObject | undefined {
	const keys = keysIn(text).filter((each) => valueAt(each, 'kid') === id);
	const [jwk, ...others] = keys;
	// Two keys of one id are a question that nobody can answer.
	if (jwk === undefined || others.length > 0) return undefined;
	const isOver = (valueAt(jwk, 'expired_at') ?? null) !== null;
	const isForSigning = (valueAt(jwk, 'use') ?? 'sig') === 'sig';
	return isOver || !isForSigning ? undefined : jwkKey(jwk, names);
}

function keysIn(text: string | undefined): readonly unknown[] {
	try {
		const value: unknown = JSON.parse(text ?? 'null');
		const keys = valueAt(value, 'keys') ?? [valueAt(value, 'key')];
		return Array.isArray(keys) ? keys : [];
	} catch {
		return [];
	}
}
