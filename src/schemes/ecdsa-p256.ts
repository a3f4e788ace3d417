import type { Scheme } from '../webhook/scheme.ts';
import { checkTimestamp, toSeconds } from './check-timestamp.ts';
import { decode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { keyReader } from './key-reader.ts';
import { generateP256, readP256Key } from './p256-keys.ts';
import { signParts, verifyParts } from './public-key-signature.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';

export type EcdsaP256Options = {
	/** Lower case. */
	readonly header: string;
	/** Lower case; its value is Unix seconds. */
	readonly timestampHeader: string;
	/** Seconds, in both directions. */
	readonly tolerance: number;
};

/**
 * An ECDSA P-256 signature (SHA-256; base64 of DER) over `<timestamp><body>`. The halves are base64 of DER: SPKI to verify, PKCS#8 to sign.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export function ecdsaP256({ header, timestampHeader, tolerance }: EcdsaP256Options): Scheme {
	const publicKey = keyReader((secret) => readP256Key(secret, 'spki'));
	const privateKey = keyReader((secret) => readP256Key(secret, 'pkcs8'));
	return {
		name: 'ecdsa-p256',
		credentials: [header],
		tolerance,
		sign: (delivery, signing) => {
			const timestamp = String(toSeconds(delivery.receivedAt));
			const signature = signParts({ key: privateKey(signing), digest: 'sha256', head: timestamp, body: delivery.rawBody });
			return { ...delivery, headers: { ...delivery.headers, [timestampHeader]: timestamp, [header]: signature.toString('base64') } };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, publicKey);
			const value = delivery.headers[header];
			if (!value) return refused('signature-missing');
			const signature = decode(value, 'base64');
			if (!signature) return refused('signature-malformed');
			const timestamp = delivery.headers[timestampHeader] ?? '';
			const disbelief = checkTimestamp(timestamp, delivery.receivedAt, tolerance);
			if (disbelief) return refused(disbelief);
			return firstMatch(keys, (key) => verifyParts({ key, digest: 'sha256', head: timestamp, body: delivery.rawBody }, signature));
		},
		generate: generateP256,
	};
}
