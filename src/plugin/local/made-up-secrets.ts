import { randomBytes } from 'node:crypto';
import { changeSecretsFile, isAccepted, secretsFile } from '../../clouds/local/secrets-file.ts';
import type { SecretPair } from '../../webhook/scheme.ts';
import { type SecretKind, type Source, secretName } from '../../webhook/source.ts';
import { providerOf } from '../provider-of.ts';
import type { Providers } from '../read-source.ts';
import { secretKinds } from '../secret-kinds.ts';
import { cannotWrite } from './cannot-write.ts';
import { keptSecrets } from './kept-secrets.ts';

type Needed = { readonly name: string; readonly generate: () => SecretPair };

/**
 * Sees to it that every source has its secrets: what neither the environment nor `<dataDir>/secrets.json` has is made up and kept there, readable by the
 * user alone, as `{ [name]: { verifying, signing } }`. Returns the names of those that are made up and in use.
 * @throws {Mistake} where the file can't be written
 */
export function makeUpSecrets(sources: readonly Source[], providers: Providers, dataDir: string): readonly string[] {
	const kept = keptSecrets(dataDir);
	const needed = sources.flatMap((source) => neededBy(source, providers)).filter(({ name }) => !process.env[name]?.trim());
	const missing = needed.filter(({ name }) => !Object.hasOwn(kept, name));
	const made = Object.fromEntries(missing.map(({ name, generate }) => [name, generate()]));
	if (missing.length > 0) keep(dataDir, made);
	return needed.map(({ name }) => name).filter((name) => !isAccepted(kept[name]));
}

function keep(dataDir: string, made: Readonly<Record<string, SecretPair>>): void {
	try {
		// What another run has put there meanwhile stays.
		changeSecretsFile(dataDir, (kept) => ({ ...made, ...kept }));
	} catch (error) {
		throw cannotWrite(secretsFile(dataDir), error);
	}
}

function neededBy(source: Source, providers: Providers): readonly Needed[] {
	const provider = providerOf(source, providers);
	const made: Readonly<Record<SecretKind, (() => SecretPair) | undefined>> = {
		WEBHOOK_SECRET: provider && (() => provider.scheme.generate()),
		VERIFY_TOKEN: token,
		API_KEY: token,
		BEARER_TOKEN: token,
		STORAGE_KEY: () => same(randomBytes(32).toString('base64')),
		BASIC_AUTH: () => same(`${source.name}:${random()}`),
	};
	return secretKinds(source, provider).flatMap((kind) =>
		made[kind] ? [{ name: secretName(source.name, kind), generate: made[kind] }] : [],
	);
}

const random = () => randomBytes(24).toString('base64url');
const same = (value: string): SecretPair => ({ verifying: value, signing: value });
const token = () => same(random());
