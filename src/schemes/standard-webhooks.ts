import { createSecretKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { type Delivery, digestible } from '../webhook/delivery.ts';
import { type DirectScheme, SecretError } from '../webhook/scheme.ts';
import { checkTime, clocks } from './clock.ts';
import { decode } from './decode.ts';
import { ed25519PrivateKey, ed25519PublicKey } from './ed25519-keys.ts';
import { firstMatch } from './first-match.ts';
import { hmac, sameBytes } from './hmac.ts';
import { keyReader } from './key-reader.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';

export type StandardWebhooksOptions = {
	/** What the three headers start with: `webhook`, or `svix`. */
	readonly prefix?: string;
	/** Seconds, in both directions. */
	readonly tolerance?: number;
	/** How secrets are written: `whsec_` and base64 as the specification says, `v1,whsec_` and base64, or text whose UTF-8 bytes are the key. */
	readonly secret?: SecretForm;
	/** What stands between the signatures of a rotating sender: a space, as the specification says, unless told. */
	readonly separator?: string;
};

type SecretForm = 'whsec_' | 'v1,whsec_' | 'text';

type Version = 'v1' | 'v1a';
type VersionedKey = { readonly version: Version; readonly key: KeyObject };

const signatureLength: Readonly<Record<Version, number>> = { v1: 32, v1a: 64 };

/** An Ed25519 check takes 100 µs, so a header must not be able to ask for a hundred. A rotating sender sends two or three. */
const maxSignatures = 8;

/**
 * Standard Webhooks: `v1` is HMAC-SHA256 with a `whsec_` secret; `v1a` is Ed25519, verified with `whpk_` and signed with `whsk_` (seed, or seed and public key).
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function standardWebhooks({
	prefix = 'webhook',
	tolerance = 300,
	secret: form = 'whsec_',
	separator = ' ',
}: StandardWebhooksOptions = {}): DirectScheme {
	const header = { id: `${prefix}-id`, timestamp: `${prefix}-timestamp`, signature: `${prefix}-signature` };
	const shared = (secret: string) => readSharedKey(secret, form);
	const verifyingKey = keyReader((secret) => readPublicKey(secret) ?? shared(secret));
	const signingKey = keyReader((secret) => readPrivateKey(secret) ?? shared(secret));
	return {
		name: 'standard-webhooks',
		credentials: [header.signature],
		covers: { body: 'all', headers: [header.id, header.timestamp] },
		tolerance,
		...(form !== 'text' && { secretPrefix: form }),
		sign: (delivery, signing) => {
			const id = delivery.headers[header.id] ?? `msg_${delivery.requestId}`;
			const timestamp = clocks.seconds.print(delivery.receivedAt);
			const signature = signHead(signingKey(signing), `${id}.${timestamp}.`, delivery.rawBody);
			return {
				...delivery,
				headers: { ...delivery.headers, [header.id]: id, [header.timestamp]: timestamp, [header.signature]: signature },
			};
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, verifyingKey);
			const value = delivery.headers[header.signature];
			const id = delivery.headers[header.id];
			if (!value || !id) return refused('signature-missing');
			const signatures = readSignatures(value, separator);
			// The specification keeps the full stop out of ids: with one, bytes could move between id, timestamp and body.
			if (!signatures || id.includes('.')) return refused('signature-malformed');
			const timestamp = delivery.headers[header.timestamp];
			const disbelief = checkTime(timestamp, { clock: clocks.seconds, receivedAt: delivery.receivedAt, tolerance });
			if (disbelief) return refused(disbelief);
			return firstMatch(keys, (each) => matches(each, signatures, `${id}.${timestamp}.`, delivery));
		},
		generate: () => {
			const secret = (form === 'text' ? '' : form) + randomBytes(32).toString('base64');
			return { verifying: secret, signing: secret };
		},
	};
}

type Signature = { readonly version: string; readonly bytes: Buffer };

/**
 * `v1,<base64> v1a,<base64> …`; versions that we don't know are skipped, as the specification asks for. Two secrets never make the same signature, so
 * one that is there twice is a header that was given twice.
 */
function readSignatures(value: string, separator: string): readonly Signature[] | undefined {
	const signatures: Signature[] = [];
	for (const entry of value.split(separator)) {
		const [, version, text] = /^(v[0-9]+[a-z]*),([\x21-\x7e]+)$/.exec(entry) ?? [];
		if (version === undefined || text === undefined) return undefined;
		if (version !== 'v1' && version !== 'v1a') continue;
		const bytes = decode(text, 'base64', signatureLength[version]);
		if (!bytes || signatures.length === maxSignatures || signatures.some((each) => sameBytes(each.bytes, bytes))) return undefined;
		signatures.push({ version, bytes });
	}
	return signatures.length === 0 ? undefined : signatures;
}

function matches({ version, key }: VersionedKey, signatures: readonly Signature[], head: string, delivery: Delivery): boolean {
	const candidates = signatures.filter((signature) => signature.version === version);
	if (version === 'v1a') return candidates.some(({ bytes }) => verify(null, together(head, delivery.rawBody), key, bytes));
	const expected = hmac('sha256', key, head, digestible(delivery));
	return candidates.some(({ bytes }) => sameBytes(bytes, expected));
}

function signHead({ version, key }: VersionedKey, head: string, body: Buffer): string {
	const bytes = version === 'v1' ? hmac('sha256', key, head, body) : sign(null, together(head, body), key);
	return `${version},${bytes.toString('base64')}`;
}

function together(head: string, body: Buffer): Buffer {
	return Buffer.concat([Buffer.from(head), body]);
}

function readPublicKey(secret: string): VersionedKey | undefined {
	if (!secret.startsWith('whpk_')) return undefined;
	const bytes = decode(secret.slice(5), 'base64', 32);
	if (!bytes) throw new SecretError('the whpk_ key is not 32 bytes in base64: copy it from the provider again');
	return { version: 'v1a', key: ed25519PublicKey(bytes) };
}

function readPrivateKey(secret: string): VersionedKey | undefined {
	if (!secret.startsWith('whsk_')) return undefined;
	const bytes = decode(secret.slice(5), 'base64');
	if (bytes?.length !== 32 && bytes?.length !== 64) throw new SecretError('the whsk_ key is not 32 or 64 bytes in base64');
	return { version: 'v1a', key: ed25519PrivateKey(bytes.subarray(0, 32)) };
}

function readSharedKey(secret: string, form: SecretForm): VersionedKey {
	if (form === 'text') return { version: 'v1', key: createSecretKey(secret, 'utf8') };
	const bytes = secret.startsWith(form) ? decode(secret.slice(form.length), 'base64') : undefined;
	if (!bytes?.length) throw new SecretError(`the secret is not ${form} and base64, nor a whpk_ key: copy it from the provider again`);
	return { version: 'v1', key: createSecretKey(bytes) };
}
