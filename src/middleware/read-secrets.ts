import type { Secrets } from '../webhook/secrets.ts';
import { type SecretKind, secretName } from '../webhook/source.ts';

/** The values that are valid now: the current one, and while it rotates the previous one. Blank values don't count. */
export async function readSecrets(secrets: Pick<Secrets, 'get'>, source: string, kind: SecretKind): Promise<readonly string[]> {
	const name = secretName(source, kind);
	const values = await Promise.all([secrets.get(name), secrets.get(`${name}_PREVIOUS`)]);
	return values.filter((value) => value !== undefined && value.trim() !== '') as readonly string[];
}
