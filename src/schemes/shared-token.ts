import { type Scheme, SecretError } from '../webhook/scheme.ts';
import { firstMatch } from './first-match.ts';
import { generateText, sameBytes } from './hmac.ts';
import { keyReader } from './key-reader.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';
import { tokenDigest } from './token-digest.ts';

/** A secret token in a header of its own (lower case). It signs neither body nor time. */
export function sharedToken({ header }: { readonly header: string }): Scheme {
	const digest = keyReader(readToken);
	return {
		name: 'shared-token',
		credentials: [header],
		sign: (delivery, signing) => {
			digest(signing);
			return { ...delivery, headers: { ...delivery.headers, [header]: signing } };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, digest);
			const token = delivery.headers[header];
			if (!token) return refused('signature-missing');
			const given = tokenDigest(token);
			return firstMatch(keys, (each) => sameBytes(given, each));
		},
		generate: () => generateText(),
	};
}

function readToken(secret: string): Buffer {
	// What a header can carry unchanged: visible ASCII, and spaces within (RFC 9110, 5.5).
	if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(secret)) {
		throw new SecretError('the token holds a character that a header cannot carry: use visible ASCII, without spaces around it');
	}
	return tokenDigest(secret);
}
