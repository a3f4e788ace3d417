import { sign, verify } from 'node:crypto';
import { type Scheme, SecretError } from '../webhook/scheme.ts';
import { checkTimestamp, toSeconds } from './check-timestamp.ts';
import { decode } from './decode.ts';
import { ed25519PrivateKey, ed25519PublicKey, generateEd25519 } from './ed25519-keys.ts';
import { firstMatch } from './first-match.ts';
import { keyReader } from './key-reader.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';

export type Ed25519Options = {
	/** Lower case. */
	readonly header: string;
	/** Lower case; its value is Unix seconds. */
	readonly timestampHeader: string;
	/** Seconds, in both directions. */
	readonly tolerance: number;
};

/**
 * An Ed25519 signature (hex) over `<timestamp><body>`. The verifying half is the public key, the signing half the seed of RFC 8032: 32 bytes in hex each.
 * https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
 */
export function ed25519({ header, timestampHeader, tolerance }: Ed25519Options): Scheme {
	const publicKey = keyReader((secret) => ed25519PublicKey(readHexKey(secret)));
	const privateKey = keyReader((secret) => ed25519PrivateKey(readHexKey(secret)));
	return {
		name: 'ed25519',
		credentials: [header],
		tolerance,
		sign: (delivery, signing) => {
			const timestamp = String(toSeconds(delivery.receivedAt));
			const signature = sign(null, signedBytes(timestamp, delivery.rawBody), privateKey(signing));
			return { ...delivery, headers: { ...delivery.headers, [timestampHeader]: timestamp, [header]: signature.toString('hex') } };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, publicKey);
			const value = delivery.headers[header];
			if (!value) return refused('signature-missing');
			const signature = decode(value, 'hex', 64);
			if (!signature) return refused('signature-malformed');
			const timestamp = delivery.headers[timestampHeader] ?? '';
			const disbelief = checkTimestamp(timestamp, delivery.receivedAt, tolerance);
			if (disbelief) return refused(disbelief);
			const signed = signedBytes(timestamp, delivery.rawBody);
			return firstMatch(keys, (each) => verify(null, signed, each, signature));
		},
		generate: () => {
			const { publicBytes, seed } = generateEd25519();
			return { verifying: publicBytes.toString('hex'), signing: seed.toString('hex') };
		},
	};
}

function signedBytes(timestamp: string, body: Buffer): Buffer {
	return Buffer.concat([Buffer.from(timestamp), body]);
}

function readHexKey(secret: string): Buffer {
	const bytes = decode(secret, 'hex', 32);
	if (!bytes) throw new SecretError('the key is not 64 lower-case hex digits: copy the public key from the provider again');
	return bytes;
}
