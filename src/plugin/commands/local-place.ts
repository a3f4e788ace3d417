import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { changeSecretsFile, isAccepted, type SecretsFile, secretsFile } from '../../clouds/local/secrets-file.ts';
import type { SecretPair } from '../../webhook/scheme.ts';
import { retiredName } from '../../webhook/source.ts';
import { findMemoryRun, findRun, runningSince } from '../local/announce-run.ts';
import { keptSecrets } from '../local/kept-secrets.ts';
import { Mistake } from '../mistake.ts';
import { openLocalStore } from '../open-local-store.ts';
import { previousOf } from '../secret-kinds.ts';
import type { Place, PlaceSecrets, SecretState } from './place.ts';

/** The local run of the project, by the folder of its store. */
export function localPlace(dataDir: string): Place {
	const memory = findMemoryRun(dataDir);
	const hasStore = () => memory === undefined && existsSync(join(dataDir, 'hookport.db'));
	return {
		stage: undefined,
		flags: '',
		url: findRun(dataDir),
		upSince: runningSince(dataDir),
		publicUrl: process.env.WEBHOOK_PUBLIC_URL || undefined,
		hasStore,
		withStore: async (work) => {
			if (memory !== undefined)
				throw new Mistake(`${memory} keeps its store in memory, where no other command can look: use npm start instead, or --stage`);
			if (!hasStore()) throw new Mistake(`there is no store in ${dataDir} yet: run npm start first`);
			const store = openLocalStore(dataDir);
			try {
				return await work(store);
			} finally {
				store.close();
			}
		},
		secrets: localSecrets(dataDir),
	};
}

/** The environment first, then what senders brought and what the local run has made up. */
function localSecrets(dataDir: string): PlaceSecrets {
	return {
		pair: async (name) => {
			const value = process.env[name];
			if (value?.trim()) return { verifying: value, signing: value };
			const kept = keptSecrets(dataDir);
			if (!Object.hasOwn(kept, name)) throw new Mistake(`${name} is not set: put it into .env, or run npm start once and one is made up`);
			// Sound because only makeUpSecrets and what takes an offer write the file.
			return kept[name] as SecretPair;
		},
		states: async () => ({ ...inFile(keptSecrets(dataDir)), ...inEnvironment() }),
		set: async (name) => {
			throw new Mistake(`--stage: say which one; the local run takes ${name} from .env, or makes one up, so write it there yourself`);
		},
		retire: async (name) =>
			changeSecretsFile(dataDir, ({ [previousOf(name)]: previous, ...kept }) =>
				previous === undefined ? undefined : { ...kept, [retiredName(name)]: previous },
			),
		makeUp: async (name, pair) =>
			changeSecretsFile(dataDir, (kept) => {
				const [current, previous] = [kept[name], kept[previousOf(name)]];
				if (current === undefined || isAccepted(current) || previous !== undefined)
					throw new Mistake(`${name} has just been changed by something else: look at sls webhook secrets list, then repeat the command`);
				// Sound because what is made up is a pair.
				return { ...kept, [name]: pair, [previousOf(name)]: { ...(current as SecretPair), changedAt: Date.now() } };
			}),
		file: secretsFile(dataDir),
		// The file is read again whenever it has changed.
		takenUpMillis: 0,
	};
}

function inFile(kept: SecretsFile): Readonly<Record<string, SecretState>> {
	return Object.fromEntries(
		Object.entries(kept).map(([name, secret]): [string, SecretState] => {
			const changedAt = changeOf(secret);
			return [name, { state: isAccepted(secret) ? 'accepted' : 'made up', ...(changedAt !== undefined && { changedAt }) }];
		}),
	);
}

function changeOf(secret: unknown): number | undefined {
	if (typeof secret !== 'object' || secret === null || !('changedAt' in secret)) return undefined;
	return typeof secret.changedAt === 'number' ? secret.changedAt : undefined;
}

function inEnvironment(): Readonly<Record<string, SecretState>> {
	return Object.fromEntries(Object.keys(process.env).flatMap((name) => (process.env[name]?.trim() ? [[name, { state: 'env' }]] : [])));
}
