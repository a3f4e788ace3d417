import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAccepted } from '../../clouds/local/secrets-file.ts';
import type { SecretPair } from '../../webhook/scheme.ts';
import { findMemoryRun, findRun } from '../local/announce-run.ts';
import { keptSecrets } from '../local/kept-secrets.ts';
import { Mistake } from '../mistake.ts';
import { openLocalStore } from '../open-local-store.ts';
import type { Place, PlaceSecrets } from './place.ts';

/** The local run of the project, by the folder of its store. */
export function localPlace(dataDir: string): Place {
	const memory = findMemoryRun(dataDir);
	const hasStore = () => memory === undefined && existsSync(join(dataDir, 'hookport.db'));
	return {
		stage: undefined,
		flags: '',
		url: findRun(dataDir),
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
		states: async () => {
			const kept = Object.entries(keptSecrets(dataDir)).map(
				([name, secret]) => [name, isAccepted(secret) ? 'accepted' : 'made up'] as const,
			);
			const set = Object.keys(process.env).flatMap((name) => (process.env[name]?.trim() ? [[name, 'env'] as const] : []));
			return Object.fromEntries([...kept, ...set].map(([name, state]) => [name, { state }]));
		},
		set: async (name) => {
			throw new Mistake(`--stage: say which one; the local run takes ${name} from .env, or makes one up, so write it there yourself`);
		},
	};
}
