import { SecretError } from '../webhook/scheme.ts';

/** A source has two secrets while one rotates; this many fit the sources of a large gateway. */
const limit = 128;

/**
 * Keeps the key of each secret, because making one costs more than using it.
 * @param read makes the key of a secret that is not blank; throws {@link SecretError} when it is malformed
 * @throws {SecretError} (the returned function) when the secret is blank or malformed
 */
export function keyReader<Key>(read: (secret: string) => Key): (secret: string) => Key {
	const keys = new Map<string, Key>();
	return (secret) => {
		const kept = keys.get(secret);
		if (kept !== undefined) return kept;
		if (secret.trim() === '') throw new SecretError('the secret is blank: set it to the value that the provider shows');
		const key = read(secret);
		if (keys.size === limit) keys.clear();
		keys.set(secret, key);
		return key;
	};
}
