import { type KeyObject, sign, verify } from 'node:crypto';
import type { Delivery } from '../webhook/delivery.ts';
import type { Coverage, Disbelief, Scheme, Verdict } from '../webhook/scheme.ts';
import { certifiedKey } from './certified-key.ts';
import { checkTime, clocks } from './clock.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';
import { type StatedForm, type StatedSecret, statedSecrets } from './stated-secret.ts';

/** What a delivery says that was signed. */
export type Signed = { readonly text: string; readonly signature: Buffer; readonly digest: 'sha1' | 'sha256'; readonly time: string };

type Words = readonly string[];

export type CertifiedSignatureOptions = {
	readonly name: string;
	/** Lower case. */
	readonly credentials: readonly string[];
	readonly covers: Coverage;
	/** Seconds, in both directions. */
	readonly tolerance: number;
	readonly secret: Omit<StatedForm, 'keys'>;
	/** By the words of one secret; or why it can't be believed. */
	readonly read: (delivery: Delivery, words: Words) => Signed | Disbelief;
	/** The delivery with a signature of the text that it makes. */
	readonly write: (delivery: Delivery, words: Words, signed: (text: string) => string) => Delivery;
	readonly certificate: {
		/** Where it is, by its exact form; `undefined` for any other place. */
		readonly at: (delivery: Delivery, words: Words) => string | undefined;
		readonly names: (words: Words) => readonly string[];
		/** Those of Node unless told. */
		readonly roots?: readonly string[];
	};
};

/** RSASSA-PKCS1-v1_5 with a key whose certificate the delivery says where to find, at a host that the scheme knows by itself. */
export function certifiedSignature(options: CertifiedSignatureOptions): Scheme {
	const { tolerance, read, write, certificate } = options;
	const secrets = statedSecrets({ ...options.secret, keys: ['rsa'] });
	const clock = clocks.rfc3339;
	return {
		name: options.name,
		credentials: options.credentials,
		covers: options.covers,
		tolerance,
		keysAt: (delivery, values) => {
			const asking = readKeys(values, secrets.verifying).find(({ key }) => key === undefined);
			// What can't be genuine anyway is nothing to ask for.
			if (asking === undefined || typeof read(delivery, asking.words) === 'string') return undefined;
			const url = certificate.at(delivery, asking.words);
			return url === undefined ? undefined : { url };
		},
		sign: (delivery, signing) => {
			const { words, key } = secrets.signing(signing);
			return write(delivery, words, (text) => sign('sha256', Buffer.from(text), key).toString('base64'));
		},
		verify: async (delivery, values, published) => {
			const verdicts: Verdict[] = [];
			for (const [index, secret] of readKeys(values, secrets.verifying).entries()) {
				const signed = read(delivery, secret.words);
				if (typeof signed === 'string') {
					verdicts.push(refused(signed));
					continue;
				}
				const disbelief = checkTime(signed.time, { clock, receivedAt: delivery.receivedAt, tolerance });
				if (disbelief) return refused(disbelief);
				const key = await keyOf(secret, delivery, published);
				if (key && verify(signed.digest, Buffer.from(signed.text), key, signed.signature)) return { valid: true, secret: index };
				verdicts.push(refused('signature-mismatch'));
			}
			return verdicts.at(-1) ?? refused('signature-mismatch');
		},
		generate: secrets.generate,
	};

	async function keyOf({ key, words }: StatedSecret, delivery: Delivery, published: string | undefined): Promise<KeyObject | undefined> {
		if (key !== undefined || published === undefined) return key;
		// Only now, since it takes a while to read them all.
		const roots = certificate.roots ?? (await import('node:tls')).rootCertificates;
		return certifiedKey(published, { names: certificate.names(words), receivedAt: delivery.receivedAt, roots });
	}
}
