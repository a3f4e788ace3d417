import { type KeyObject, sign, verify } from 'node:crypto';
import type { DirectScheme, SecretPair } from '../webhook/scheme.ts';
import { type ClockName, checkTime, clocks } from './clock.ts';
import { decode, type Encoding, encode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';
import { signedContent } from './signed-content.ts';

/** A kind of key pair: how its halves are written, and what is signed with it. */
export type KeyKind = {
	/** `ed25519`, `ecdsa-p256`, `rsa`. */
	readonly name: string;
	/** The digest that is signed; Ed25519 has its own (RFC 8032), which `null` says. */
	readonly digest: 'sha1' | 'sha256' | 'sha512' | null;
	/** Bytes of a signature, where every one has as many. */
	readonly length?: number;
	/** @throws {SecretError} when the text is no such key */
	readonly publicKey: (secret: string) => KeyObject;
	/** @throws {SecretError} when the text is no such key */
	readonly privateKey: (secret: string) => KeyObject;
	readonly generate: () => SecretPair;
};

export type PublicKeySignatureOptions = {
	/** Lower case. */
	readonly header: string;
	readonly encoding: Encoding;
	/** How the signature stands in the header, where it is not the whole of it; `read` takes one spelling only. */
	readonly form?: { readonly read: (value: string) => string | undefined; readonly write: (signature: string) => string };
	readonly keys: KeyKind;
	/** What is signed, such as `{time}{body}`; see {@link signedContent}. */
	readonly signs?: string;
	/** `header`: lower case. `tolerance`: seconds, in both directions. */
	readonly time?: { readonly header: string; readonly clock?: ClockName; readonly tolerance: number };
};

/** A signature with the sender's private key, in a header. The verifying half is the public key. */
export function publicKeySignature(options: PublicKeySignatureOptions): DirectScheme {
	const { header, encoding, keys: kind, signs = '{body}', time, form } = options;
	const content = signedContent(signs);
	if (content.hasTime !== (time !== undefined)) throw new TypeError(`${header}: a time is signed if and only if it is bounded`);
	const clock = clocks[time?.clock ?? 'seconds'];
	return {
		name: kind.name,
		credentials: [header],
		covers: { ...content.covers, headers: [...(content.covers.headers ?? []), ...(time ? [time.header] : [])] },
		...(time && { tolerance: time.tolerance }),
		sign: (delivery, signing) => {
			const printed = clock.print(delivery.receivedAt);
			const parts = content.of(delivery, printed);
			if (parts === undefined) throw new TypeError(`${header}: the delivery lacks what is signed (${signs})`);
			const signature = encode(sign(kind.digest, together(parts), kind.privateKey(signing)), encoding);
			const text = form ? form.write(signature) : signature;
			return { ...delivery, headers: { ...delivery.headers, ...(time && { [time.header]: printed }), [header]: text } };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, kind.publicKey);
			const value = delivery.headers[header];
			if (!value) return refused('signature-missing');
			const text = form ? form.read(value) : value;
			const signature = text === undefined ? undefined : decode(text, encoding, kind.length);
			if (!signature) return refused('signature-malformed');
			const printed = (time && delivery.headers[time.header]) ?? '';
			const disbelief = time && checkTime(printed, { clock, receivedAt: delivery.receivedAt, tolerance: time.tolerance });
			if (disbelief) return refused(disbelief);
			const parts = content.of(delivery, printed);
			if (parts === undefined) return refused('signature-malformed');
			const signed = together(parts);
			return firstMatch(keys, (key) => verify(kind.digest, signed, key, signature));
		},
		generate: kind.generate,
	};
}

function together(parts: readonly (string | Buffer)[]): Buffer {
	const [first, ...others] = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
	return first !== undefined && others.length === 0 ? first : Buffer.concat([first ?? Buffer.alloc(0), ...others]);
}
