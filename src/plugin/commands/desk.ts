import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openStore, type Store } from '../../clouds/local/open-store.ts';
import type { Provider } from '../../webhook/provider.ts';
import type { Routes, Source } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Providers } from '../read-source.ts';

/** What the `sls webhook` commands work with. */
export type Desk = {
	readonly routes: Routes;
	readonly dataDir: string;
	readonly print: (line: string) => void;
	/** @throws {Mistake} with the nearest right name */
	readonly source: (name: string | undefined) => { readonly source: Source; readonly provider: Provider };
	/** Works on the store of the local run, whether it runs or not, and closes it again. */
	readonly withStore: <Result>(work: (store: Store) => Promise<Result>) => Promise<Result>;
};

type Place = { readonly routes: Routes; readonly providers: Providers; readonly dataDir: string; readonly print: (line: string) => void };

export function openDesk({ routes, providers, dataDir, print }: Place): Desk {
	return {
		routes,
		dataDir,
		print,
		source: (name) => {
			const names = Object.keys(routes.sources);
			if (name === undefined) throw new Mistake(`--source: say which one${suggest('', names)}`);
			const source = Object.hasOwn(routes.sources, name) ? routes.sources[name] : undefined;
			const provider = source && providers[source.provider];
			if (source === undefined || provider === undefined)
				throw new Mistake(`--source: there is no source "${name}"${suggest(name, names)}`);
			return { source, provider: 'configure' in provider ? provider.configure(source.options ?? {}) : provider };
		},
		withStore: async (work) => {
			if (!existsSync(join(dataDir, 'hookport.db'))) throw new Mistake(`there is no store in ${dataDir} yet: run npm start first`);
			const store = openStore(dataDir);
			try {
				return await work(store);
			} finally {
				store.close();
			}
		},
	};
}
