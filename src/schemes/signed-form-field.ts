import { createHash, createSecretKey } from 'node:crypto';
import type { DirectScheme } from '../webhook/scheme.ts';
import { decode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { digestLength, generateKey, hmac, sameBytes } from './hmac.ts';
import { type NamedKey, namedKeyReader } from './named-key.ts';
import { readForm } from './read-form.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';

type Fields = { readonly signature: string; readonly payload: string };

/** A sender signs once for each of an account's keys. */
const mostSignatures = 16;

/** Base64 in lines. It is longer than any challenge, which is signed with the same key for whoever asks. */
const payloadText = /^[A-Za-z0-9+/=\n]{40,}$/;

const readSecret = namedKeyReader('publicKey:privateKey', (privateKey) => createSecretKey(createHash('sha1').update(privateKey).digest()));

/** `<public key>|<HMAC-SHA1 in hex>`, as a field of the form and as the answer to a challenge. */
export function signText(text: string, secret: string): string {
	return signedBy(text, readSecret(secret));
}

function signedBy(text: string, { name, key }: NamedKey): string {
	return `${name}|${hmac('sha1', key, text).toString('hex')}`;
}

/** Braintree's: one field of a form holds the payload, another its HMAC-SHA1 for each key pair. The key is the SHA-1 of the private key. */
export function signedFormField({ signature: signatureField, payload: payloadField }: Fields): DirectScheme {
	return {
		name: 'signed-form-field',
		credentials: [],
		covers: { body: 'part' },
		sign: (delivery, signing) => {
			const payload =
				fieldOf(readForm(delivery.rawBody), payloadField) ?? `${delivery.rawBody.toString('base64').replace(/.{60}(?=.)/g, '$&\n')}\n`;
			const form = new URLSearchParams({ [signatureField]: signText(payload, signing), [payloadField]: payload });
			return { ...delivery, rawBody: Buffer.from(form.toString()) };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, readSecret);
			const form = readForm(delivery.rawBody);
			const payload = fieldOf(form, payloadField);
			const signatures = fieldOf(form, signatureField);
			if (payload === undefined || signatures === undefined) return refused('signature-missing');
			const pairs = readPairs(signatures);
			if (pairs === undefined || !payloadText.test(payload)) return refused('signature-malformed');
			// The official libraries know both; they are the same bytes once they are decoded.
			const isSigned = (text: string, { name, key }: NamedKey) => {
				const expected = hmac('sha1', key, text);
				return pairs.some((pair) => pair.name === name && sameBytes(expected, pair.digest));
			};
			return firstMatch(keys, (each) => isSigned(payload, each) || isSigned(`${payload}\n`, each));
		},
		generate: () => {
			const secret = `public1:${generateKey().verifying}`;
			return { verifying: secret, signing: secret };
		},
	};
}

/** `undefined` where there is none, or more than one. */
function fieldOf(form: ReturnType<typeof readForm>, name: string): string | undefined {
	const values = form?.get(name);
	return values?.length === 1 ? values[0] || undefined : undefined;
}

function readPairs(text: string): readonly { readonly name: string; readonly digest: Buffer }[] | undefined {
	const items = text.split('&', mostSignatures + 1);
	if (items.length > mostSignatures) return undefined;
	const pairs = items.map((item) => {
		const [, name = '', hex = ''] = /^([\w-]+)\|([0-9a-f]{40})$/.exec(item) ?? [];
		const digest = name === '' ? undefined : decode(hex, 'hex', digestLength.sha1);
		return digest && { name, digest };
	});
	return pairs.includes(undefined) ? undefined : pairs.filter((pair) => pair !== undefined);
}
