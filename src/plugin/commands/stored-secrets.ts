import { retiredName } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { previousOf } from '../secret-kinds.ts';
import type { PlaceSecrets } from './place.ts';

/** A stage's secret store, by environment names. */
type SecretStore = Pick<PlaceSecrets, 'states' | 'takenUpMillis'> & {
	readonly read: (name: string) => Promise<string | undefined>;
	readonly put: (name: string, value: string) => Promise<void>;
	/** Afterwards it is not set, and may be set again. It is no error when it is not set. */
	readonly remove: (name: string) => Promise<void>;
};

/** What is done with secrets alike on every cloud. Whatever breaks off in between, each value that was valid still is, and the same may be done again. */
export function storedSecrets(
	{ read, put, remove, states, takenUpMillis }: SecretStore,
	{ stage, flags }: { readonly stage: string; readonly flags: string },
): PlaceSecrets {
	return {
		states,
		takenUpMillis,
		pair: async (name) => {
			const value = await read(name);
			if (value !== undefined) return { verifying: value, signing: value };
			throw new Mistake(`${name} is not set on ${stage}: npx sls webhook secrets set --name ${name}${flags}`);
		},
		set: async (name, value, rotate) => {
			if (rotate) {
				const current = await read(name);
				if (current === undefined) throw new Mistake(`--previous: ${name} has no value on ${stage} yet, so leave it out`);
				// Put there twice, the new value would take the place of the one that senders still sign with.
				if (current === value) throw new Mistake(`${name} has this value already on ${stage}; nothing was set`);
				await put(previousOf(name), current);
			}
			await put(name, value);
		},
		retire: async (name) => {
			const value = await read(previousOf(name));
			if (value === undefined) return;
			await put(retiredName(name), value);
			await remove(previousOf(name));
		},
	};
}
