import type { SecretError } from '../../webhook/scheme.ts';
import type { ReadableSecrets } from '../../webhook/secrets.ts';
import { isPassing } from '../is-passing.ts';
import { Mistake } from '../mistake.ts';
import { previousOf } from '../secret-kinds.ts';
import type { PlaceSecrets } from './place.ts';

/** A place's secrets as the chains read theirs. The current one has to be there, and it has to be one that may be read. */
export function storageSecrets({ pair }: Pick<PlaceSecrets, 'pair'>): ReadableSecrets {
	return {
		get: async (name) => {
			try {
				return (await pair(name)).verifying;
			} catch (error) {
				if (error instanceof Mistake && !isPassing(error) && name.endsWith(previousOf(''))) return undefined;
				throw error;
			}
		},
		refresh: async () => false,
	};
}

/** Why the key is not to be had, as the place says it. */
export function whyNot({ message, cause }: SecretError): string {
	return cause instanceof Mistake ? cause.message : message;
}
