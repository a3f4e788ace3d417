import type { ReadableSecrets } from '../webhook/secrets.ts';
import type { PlaceSecrets } from './commands/place.ts';
import { Mistake } from './mistake.ts';

/** A place's secrets as an endpoint reads them: one that is not set is none. Each is read once. */
export function verdictSecrets({ pair }: Pick<PlaceSecrets, 'pair'>): ReadableSecrets {
	const read = new Map<string, Promise<string | undefined>>();
	const readOne = async (name: string) => {
		try {
			return (await pair(name)).verifying;
		} catch (error) {
			if (error instanceof Mistake && error.message.startsWith(`${name} is not set`)) return undefined;
			throw error;
		}
	};
	return {
		get: (name) => {
			const value = read.get(name) ?? readOne(name);
			read.set(name, value);
			return value;
		},
		refresh: async () => false,
	};
}
