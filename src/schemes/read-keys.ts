import { SecretError } from '../webhook/scheme.ts';

/**
 * The keys of all secrets. Call it before anything of the delivery is looked at, so that a receiver without a usable secret never answers 401.
 * @throws {SecretError} when there is no secret, or one is blank or malformed
 */
export function readKeys<Key>(secrets: readonly string[], read: (secret: string) => Key): readonly Key[] {
	if (secrets.length === 0) throw new SecretError('there is no secret: set it to the value that the provider shows');
	return secrets.map(read);
}
