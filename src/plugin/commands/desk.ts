import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../clouds/local/open-store.ts';
import type { Provider } from '../../webhook/provider.ts';
import type { Routes, Source } from '../../webhook/source.ts';
import { findRun } from '../local/announce-run.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import { openLocalStore } from '../open-local-store.ts';
import type { Providers } from '../read-source.ts';
import { printable } from './printable.ts';

/** What the `sls webhook` commands work with. */
export type Desk = {
	readonly routes: Routes;
	readonly dataDir: string;
	/** The URL of the local run; undefined while it is not up. */
	readonly runsAt: string | undefined;
	/** Nothing that it is given can steer a terminal. */
	readonly print: (text: string) => void;
	/** @throws {Mistake} with the nearest right name */
	readonly source: (name: string | undefined) => { readonly source: Source; readonly provider: Provider };
	/** Works on the store of the local run, whether it runs or not, and closes it again. */
	readonly withStore: <Result>(work: (store: Store) => Promise<Result>) => Promise<Result>;
};

type Place = { readonly routes: Routes; readonly providers: Providers; readonly dataDir: string; readonly print: (text: string) => void };

export function openDesk({ routes, providers, dataDir, print }: Place): Desk {
	return {
		routes,
		dataDir,
		runsAt: findRun(dataDir),
		print: (text) => print(printable(text)),
		source: (name) => {
			const names = Object.keys(routes.sources);
			if (name === undefined) throw new Mistake(`--source: say which one${suggest('', names)}`);
			const source = Object.hasOwn(routes.sources, name) ? routes.sources[name] : undefined;
			const provider = source && providers[source.provider];
			if (source === undefined || provider === undefined) throw noSource(name, routes);
			return { source, provider: 'configure' in provider ? provider.configure(source.options ?? {}) : provider };
		},
		withStore: async (work) => {
			if (!hasStore(dataDir)) throw new Mistake(`there is no store in ${dataDir} yet: run npm start first`);
			const store = openLocalStore(dataDir);
			try {
				return await work(store);
			} finally {
				store.close();
			}
		},
	};
}

export function hasStore(dataDir: string): boolean {
	return existsSync(join(dataDir, 'hookport.db'));
}

export function noSource(name: string, { sources }: Routes): Mistake {
	return new Mistake(`--source: there is no source "${name}"${suggest(name, Object.keys(sources))}`);
}
