import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { SecretError, type SecretPair } from '../webhook/scheme.ts';
import { type DerName, derKeys, derNameOf } from './der-keys.ts';
import { keyReader } from './key-reader.ts';

/** What an operator states of a sender that signs with a key of its own. */
export type StatedSecret = {
	readonly words: readonly string[];
	/** The sender's key, where it is stated, too. Then nobody is asked for it. */
	readonly key: KeyObject | undefined;
};

export type StatedForm = {
	/** The words, such as `<topic ARN>`, for whoever has them wrong. */
	readonly title: string;
	/** What each of them is. */
	readonly words: readonly RegExp[];
	/** Words for a secret that is made up. */
	readonly example: readonly string[];
	/** What the sender's key may be; the first is made up. */
	readonly keys: readonly DerName[];
};

export type StatedSecrets = {
	/** @throws {SecretError} */
	readonly verifying: (secret: string) => StatedSecret;
	/** @throws {SecretError} also where there is no private key */
	readonly signing: (secret: string) => { readonly words: readonly string[]; readonly key: KeyObject };
	readonly generate: () => SecretPair;
};

/**
 * Secrets such as `<topic ARN>` or `<topic ARN> <key>`: words, and after them perhaps a key, in base64 of SPKI or as a JWK on one line. The signing half has the
 * same words and a private key, in base64 of PKCS#8.
 */
export function statedSecrets(form: StatedForm): StatedSecrets {
	const { example, keys } = form;
	const [first = 'rsa'] = keys;
	const privateKey = (text: string) => firstOf(keys, (name) => derKeys(name).privateKey(text));
	return {
		verifying: keyReader((secret) => {
			const { words, rest } = cut(secret, form);
			return { words, key: rest === undefined ? undefined : readPublicKey(rest, keys) };
		}),
		signing: keyReader((secret) => {
			const { words, rest } = cut(secret, form);
			if (rest === undefined) throw new SecretError('the secret has no private key to sign with');
			return { words, key: privateKey(rest) };
		}),
		generate: () => {
			const { verifying, signing } = derKeys(first).generate();
			const after = (key: string) => [...example, key].join(' ');
			return { verifying: after(verifying), signing: after(signing) };
		},
	};
}

function cut(secret: string, { title, words: patterns }: StatedForm): { readonly words: readonly string[]; readonly rest?: string } {
	const parts = secret.split(' ');
	const words = parts.slice(0, patterns.length);
	const rest = parts.slice(patterns.length).join(' ');
	const isRight = patterns.every((pattern, at) => pattern.test(words[at] ?? ''));
	if (!isRight || (rest === '' && parts.length > patterns.length))
		throw new SecretError(`the secret is not ${title}, perhaps followed by a space and the sender's public key`);
	return rest === '' ? { words } : { words, rest };
}

function readPublicKey(text: string, names: readonly DerName[]): KeyObject {
	if (!text.startsWith('{')) return firstOf(names, (name) => derKeys(name).publicKey(text));
	const key = keyOfJwk(text, names);
	if (key === undefined)
		throw new SecretError('the JWK is no public key that this sender signs with: copy it from the provider again, in one line');
	return key;
}

function keyOfJwk(text: string, names: readonly DerName[]): KeyObject | undefined {
	try {
		return jwkKey(JSON.parse(text), names);
	} catch {
		return undefined;
	}
}

/** The public key of a JWK (RFC 7517); `undefined` where it is none, or of another kind than these. Never throws. */
export function jwkKey(jwk: unknown, names: readonly DerName[]): KeyObject | undefined {
	try {
		// Sound because whatever is no JWK is thrown out.
		const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
		const name = derNameOf(key);
		return name !== undefined && names.includes(name) ? key : undefined;
	} catch {
		return undefined;
	}
}

/** What the first of the kinds makes of it, or the error of the last. */
function firstOf<Key>(names: readonly DerName[], read: (name: DerName) => Key): Key {
	const [name = 'rsa', ...others] = names;
	if (others.length === 0) return read(name);
	try {
		return read(name);
	} catch {
		return firstOf(others, read);
	}
}
