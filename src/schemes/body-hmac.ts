import type { Scheme } from '../webhook/scheme.ts';
import { decode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { digestLength, generateText, type HmacAlgorithm, hmac, sameBytes, textKeyReader } from './hmac.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';

export type BodyHmacOptions = {
	/** Lower case. */
	readonly header: string;
	readonly algorithm: HmacAlgorithm;
	readonly encoding: 'hex' | 'base64';
	/** What the header's value starts with, whole: `sha256=`. */
	readonly prefix?: string;
};

/** The HMAC of the body, keyed with the secret's UTF-8 bytes, in one header. Signs no time. */
export function bodyHmac({ header, algorithm, encoding, prefix = '' }: BodyHmacOptions): Scheme {
	const key = textKeyReader();
	return {
		name: 'body-hmac',
		credentials: [header],
		sign: (delivery, signing) => {
			const signature = hmac(algorithm, key(signing), '', delivery.rawBody);
			return { ...delivery, headers: { ...delivery.headers, [header]: prefix + signature.toString(encoding) } };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, key);
			const value = delivery.headers[header];
			if (!value) return refused('signature-missing');
			if (!value.startsWith(prefix)) return refused('signature-malformed');
			const signature = decode(value.slice(prefix.length), encoding, digestLength[algorithm]);
			if (!signature) return refused('signature-malformed');
			return firstMatch(keys, (each) => sameBytes(signature, hmac(algorithm, each, '', delivery.rawBody)));
		},
		generate: () => generateText(),
	};
}
