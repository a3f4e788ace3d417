import type { Delivery } from '../webhook/delivery.ts';
import { type DirectScheme, SecretError } from '../webhook/scheme.ts';
import { firstMatch } from './first-match.ts';
import { generateKey, sameBytes } from './hmac.ts';
import { keyReader } from './key-reader.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';
import { tokenDigest } from './token-digest.ts';
import { tokenPlace } from './token-place.ts';
import type { BodyPlace } from './values-at.ts';

/** Where the token is: a header (lower case), a parameter of the query, or fields of a JSON body, all of which have to hold it. */
export type TokenPlace = { readonly header: string; readonly prefix?: string } | { readonly query: string } | { readonly body: BodyPlace };

/** A secret token, as it is. It signs neither body nor time. */
export function sharedToken(options: TokenPlace): DirectScheme {
	const digest = keyReader(readToken);
	const place = tokenPlace(options);
	return {
		name: 'shared-token',
		credentials: 'header' in options ? [options.header] : [],
		...('query' in options && { queryCredential: options.query }),
		covers: {},
		sign: (delivery: Delivery, signing) => {
			digest(signing);
			return place.put(delivery, signing);
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, digest);
			const tokens = place.get(delivery);
			if (tokens === undefined) return refused('signature-malformed');
			if (tokens.length === 0 || tokens.some((token) => token === '')) return refused('signature-missing');
			const given = tokens.map(tokenDigest);
			return firstMatch(keys, (each) => given.map((one) => sameBytes(one, each)).every((same) => same));
		},
		generate: () => generateKey(),
	};
}

function readToken(secret: string): Buffer {
	// What a header can carry unchanged: visible ASCII, and spaces within (RFC 9110, 5.5).
	if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(secret)) {
		throw new SecretError('the token holds a character that a header cannot carry: use visible ASCII, without spaces around it');
	}
	return tokenDigest(secret);
}
