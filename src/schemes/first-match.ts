import type { Verdict } from '../webhook/scheme.ts';

/** Tries the keys in turn. */
export function firstMatch<Key>(keys: readonly Key[], matches: (key: Key) => boolean): Verdict {
	const secret = keys.findIndex(matches);
	return secret === -1 ? { valid: false, reason: 'signature-mismatch' } : { valid: true, secret };
}
