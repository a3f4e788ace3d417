import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../../src/clouds/local/open-store.ts';

export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
	const path = mkdtempSync(join(tmpdir(), 'hookport-'));
	return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** An empty store, opened twice on one file, seen through one of its ports. */
export async function openTwice<Port>(port: (store: Store) => Port, clock?: () => number) {
	const folder = temporaryFolder();
	const stores = [openStore(folder.path, clock), openStore(folder.path, clock)] as const;
	const close = async () => {
		for (const store of stores) store.close();
		folder.remove();
	};
	return { one: port(stores[0]), other: port(stores[1]), close };
}
