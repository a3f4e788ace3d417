import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { type Scheme, SecretError } from '../webhook/scheme.ts';
import { checkTimestamp, toSeconds } from './check-timestamp.ts';
import { decode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { keyReader } from './key-reader.ts';
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
	const publicKey = keyReader((secret) => readKey(secret, 'spki'));
	const privateKey = keyReader((secret) => readKey(secret, 'pkcs8'));
	return {
		name: 'ecdsa-p256',
		credentials: [header],
		tolerance,
		sign: (delivery, signing) => {
			const timestamp = String(toSeconds(delivery.receivedAt));
			const signature = sign('sha256', signedBytes(timestamp, delivery.rawBody), privateKey(signing));
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
			const signed = signedBytes(timestamp, delivery.rawBody);
			return firstMatch(keys, (each) => verify('sha256', signed, each, signature));
		},
		generate: () => {
			const { publicKey, privateKey } = generateKeyPairSync('ec', {
				namedCurve: 'prime256v1',
				publicKeyEncoding: { type: 'spki', format: 'der' },
				privateKeyEncoding: { type: 'pkcs8', format: 'der' },
			});
			return { verifying: publicKey.toString('base64'), signing: privateKey.toString('base64') };
		},
	};
}

function signedBytes(timestamp: string, body: Buffer): Buffer {
	return Buffer.concat([Buffer.from(timestamp), body]);
}

function readKey(secret: string, type: 'spki' | 'pkcs8'): KeyObject {
	const key = parseKey(Buffer.from(secret, 'base64'), type);
	// OpenSSL overlooks bytes after the key, so it has to write the same text again.
	if (key?.asymmetricKeyDetails?.namedCurve === 'prime256v1' && key.export({ format: 'der', type }).toString('base64') === secret)
		return key;
	throw new SecretError(
		'the key is not a P-256 key in base64: copy the verification key from the provider again, without BEGIN and END lines',
	);
}

function parseKey(key: Buffer, type: 'spki' | 'pkcs8'): KeyObject | undefined {
	try {
		return type === 'spki' ? createPublicKey({ key, format: 'der', type }) : createPrivateKey({ key, format: 'der', type });
	} catch {
		return undefined;
	}
}
