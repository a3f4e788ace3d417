import { statSync } from 'node:fs';
import { sameToken } from '../../webhook/same-token.ts';
import type { Secrets } from '../../webhook/secrets.ts';
import { changeSecretsFile, isAccepted, readSecretsFile, type SecretsFile, secretsFile, verifyingOf } from './secrets-file.ts';

/** The environment first (`.env` is loaded into it), then `<dataDir>/secrets.json`, read again whenever it changed. */
export function createSecrets(dataDir: string): Secrets {
	let read: { readonly changed: number; readonly secrets: SecretsFile } | undefined;
	let looked: { readonly changed: number | undefined } | undefined;
	// One look for all that is asked in a turn of the event loop.
	const look = (): number | undefined => {
		if (looked === undefined) setImmediate(forgetLook).unref();
		looked ??= { changed: lastChange(secretsFile(dataDir)) };
		return looked.changed;
	};
	const forgetLook = () => {
		looked = undefined;
	};
	const kept = async (name: string): Promise<string | undefined> => {
		const changed = look();
		if (changed === undefined) return undefined;
		if (read?.changed !== changed) read = { changed, secrets: readSecretsFile(dataDir) };
		return verifyingOf(ownOf(read.secrets, name));
	};
	return {
		get: async (name) => inEnvironment(name) ?? (await kept(name)),
		// The current secret and the one before are read one after the other, and the file may have changed in between. Whatever is asked for next is read anew.
		refresh: async () => {
			forgetLook();
			return true;
		},
		offer: async (name, value) => {
			forgetLook();
			let set = inEnvironment(name);
			if (set === undefined)
				changeSecretsFile(dataDir, (secrets) => {
					const before = ownOf(secrets, name);
					if (isAccepted(before)) set = before.verifying;
					return set === undefined ? { ...secrets, [name]: { verifying: value, signing: value, accepted: true } } : undefined;
				});
			return set === undefined || sameToken(value, [set]);
		},
	};
}

/** Blank is as good as not set, as it is where secrets are made up. */
function inEnvironment(name: string): string | undefined {
	return process.env[name]?.trim() ? process.env[name] : undefined;
}

/** At once: deliveries that come together are committed together, unless each of them has waited for a file. */
function lastChange(file: string): number | undefined {
	try {
		return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
	} catch {
		return undefined;
	}
}

function ownOf(secrets: SecretsFile, name: string): unknown {
	return Object.hasOwn(secrets, name) ? secrets[name] : undefined;
}
