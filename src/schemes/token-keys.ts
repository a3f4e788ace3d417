import { createSecretKey, type KeyObject } from 'node:crypto';
import type { KeyRequest, SecretPair } from '../webhook/scheme.ts';
import { type DerName, derNameOf } from './der-keys.ts';
import { generateKey } from './hmac.ts';
import { keyReader } from './key-reader.ts';
import { namedKeyReader } from './named-key.ts';
import { publishedKey } from './published-key.ts';
import { type StatedForm, statedSecrets } from './stated-secret.ts';

export type TokenAlgorithm = 'HS256' | 'RS256' | 'RS512' | 'ES256' | 'EdDSA';

type Claims = Readonly<Record<string, string>>;

/** What one secret says about the sender's tokens. */
export type TokenSecret = {
	/** What has to stand in them. */
	readonly claims: Claims;
	/** The words of the secret. */
	readonly words: readonly string[];
	readonly key: KeyObject | undefined;
};

export type TokenKeys = {
	readonly algorithms: readonly TokenAlgorithm[];
	/** @throws {SecretError} */
	readonly verifying: (secret: string) => TokenSecret;
	/** @throws {SecretError} */
	readonly signing: (secret: string) => TokenSecret & { readonly key: KeyObject };
	readonly generate: () => SecretPair;
	/** Where the key of this id is, for those whose secret has none. */
	readonly at?: (words: readonly string[], id: string) => KeyRequest;
	/** The key of this id in what was found there. */
	readonly find: (text: string | undefined, id: string) => KeyObject | undefined;
};

/** HS256: the UTF-8 bytes of the secret. With `issuer`, the secret is `<issuer>:<secret>`, as in `<API key>:<API secret>`. */
export function sharedTokenKeys({ issuer = false }: { readonly issuer?: boolean } = {}): TokenKeys {
	const make = (text: string) => createSecretKey(Buffer.from(text));
	const plain = keyReader((secret) => ({ claims: {}, words: [], key: make(secret) }));
	const named = namedKeyReader('<API key>:<API secret>', make);
	const read = (secret: string): TokenSecret & { readonly key: KeyObject } => {
		if (!issuer) return plain(secret);
		const { name, key } = named(secret);
		return { claims: { iss: name }, words: [], key };
	};
	return {
		algorithms: ['HS256'],
		verifying: read,
		signing: read,
		generate: () => generateKey('text', issuer ? 'hookport:' : ''),
		find: () => undefined,
	};
}

const kinds: Readonly<Record<Exclude<TokenAlgorithm, 'HS256'>, DerName>> = {
	RS256: 'rsa',
	RS512: 'rsa',
	ES256: 'ecdsa-p256',
	EdDSA: 'ed25519',
};

export type PublicTokenKeysOptions = Omit<StatedForm, 'keys'> & {
	/** One for each kind of key, so that the key says which it is, and never the token. */
	readonly algorithms: readonly Exclude<TokenAlgorithm, 'HS256'>[];
	/** What the words say has to stand in the token. */
	readonly claims?: (words: readonly string[]) => Claims;
	readonly at?: (words: readonly string[], id: string) => KeyRequest;
};

/** Keys that the sender publishes, or that the secret states. */
export function publicTokenKeys({ algorithms, claims = () => ({}), at, ...form }: PublicTokenKeysOptions): TokenKeys {
	const keys = algorithms.map((algorithm) => kinds[algorithm]);
	const { verifying, signing, generate } = statedSecrets({ ...form, keys });
	return {
		algorithms,
		verifying: (secret) => {
			const stated = verifying(secret);
			return { ...stated, claims: claims(stated.words) };
		},
		signing: (secret) => {
			const stated = signing(secret);
			return { ...stated, claims: claims(stated.words) };
		},
		generate,
		...(at && { at }),
		find: (text, id) => publishedKey(text, id, keys),
	};
}

/** The one of these algorithms that a key is for. */
export function algorithmFor(key: KeyObject, algorithms: readonly TokenAlgorithm[]): TokenAlgorithm | undefined {
	const name = key.type === 'secret' ? undefined : derNameOf(key);
	return algorithms.find((each) => (each === 'HS256' ? key.type === 'secret' : kinds[each] === name));
}
