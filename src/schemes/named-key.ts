import type { KeyObject } from 'node:crypto';
import { SecretError } from '../webhook/scheme.ts';
import { keyReader } from './key-reader.ts';

/** A key and the name that its owner has at the provider: a partner's number, a public key. */
export type NamedKey = { readonly name: string; readonly key: KeyObject };

/**
 * Reads a secret of two halves, `<name>:<key>`.
 * @param form of the two, for the message
 */
export function namedKeyReader(form: string, make: (key: string) => KeyObject): (secret: string) => NamedKey {
	return keyReader((secret) => {
		const [, name = '', key = ''] = /^([^:\s]+):([\x21-\x7e]+)$/.exec(secret) ?? [];
		if (name === '') throw new SecretError(`the secret is not ${form}: set both, with a colon between`);
		return { name, key: make(key) };
	});
}
