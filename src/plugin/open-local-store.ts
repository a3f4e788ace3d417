import { openStore, type Store } from '../clouds/local/open-store.ts';
import { Mistake } from './mistake.ts';

/** @throws {Mistake} because what is wrong with the folder or the file is the user's to put right */
export function openLocalStore(dataDir: string): Store {
	try {
		return openStore(dataDir);
	} catch (error) {
		throw new Mistake(error instanceof Error ? error.message : String(error));
	}
}
