import { keptSecrets } from '../../src/plugin/local/kept-secrets.ts';
import { makeUpSecrets } from '../../src/plugin/local/made-up-secrets.ts';
import { providerOf } from '../../src/plugin/provider-of.ts';
import { namesOf, secretKinds } from '../../src/plugin/secret-kinds.ts';
import { providers } from '../../src/providers/providers.ts';
import type { SecretPair } from '../../src/webhook/scheme.ts';
import { type Routes, secretName } from '../../src/webhook/source.ts';

/**
 * The secrets of the sources by their names, as the local run has them: `.env`'s, else made up and kept in the data folder.
 * @throws {Mistake} where they can't be kept
 */
export function secretsFor({ sources }: Routes, dataDir: string): Readonly<Record<string, string>> {
	makeUpSecrets(Object.values(sources), providers, dataDir);
	// Sound because only makeUpSecrets and what takes an offer write the file.
	const kept = keptSecrets(dataDir) as Readonly<Record<string, SecretPair>>;
	const names = Object.values(sources).flatMap((source) =>
		secretKinds(source, providerOf(source, providers)).map((kind) => secretName(source.name, kind)),
	);
	const pairs = names
		.flatMap(namesOf)
		.map((name) => [name, process.env[name]?.trim() ? process.env[name] : kept[name]?.verifying] as const);
	return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined));
}
