import { randomBytes } from 'node:crypto';
import { type DirectScheme, SecretError } from '../webhook/scheme.ts';
import { decode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { sameBytes } from './hmac.ts';
import { keyReader } from './key-reader.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';
import { tokenDigest } from './token-digest.ts';

/** HTTP Basic (RFC 7617, UTF-8); the secret is `user:password`. It signs neither body nor time. */
export function basicAuth(): DirectScheme {
	const digest = keyReader(readCredentials);
	return {
		name: 'basic-auth',
		credentials: ['authorization'],
		covers: {},
		sign: (delivery, signing) => {
			digest(signing);
			const authorization = `Basic ${Buffer.from(signing).toString('base64')}`;
			return { ...delivery, headers: { ...delivery.headers, authorization } };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, digest);
			const { authorization } = delivery.headers;
			if (!authorization) return refused('signature-missing');
			const [, text = ''] = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
			const credentials = text === '' ? undefined : decode(text, 'base64');
			if (!credentials) return refused('signature-malformed');
			const given = tokenDigest(credentials);
			return firstMatch(keys, (each) => sameBytes(given, each));
		},
		generate: () => {
			const secret = `webhook:${randomBytes(24).toString('base64url')}`;
			return { verifying: secret, signing: secret };
		},
	};
}

function readCredentials(secret: string): Buffer {
	// Neither half may be empty, and no control characters (RFC 7617, 2).
	if (!/^[^:\p{Cc}]+:[^\p{Cc}]+$/u.test(secret)) throw new SecretError('the secret is not user:password: set both, with a colon between');
	return tokenDigest(Buffer.from(secret));
}
