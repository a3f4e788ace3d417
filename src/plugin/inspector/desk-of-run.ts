import type { Store } from '../../clouds/local/open-store.ts';
import { providers } from '../../providers/providers.ts';
import type { Routes } from '../../webhook/source.ts';
import { type Desk, openDesk } from '../commands/desk.ts';
import { localPlace } from '../commands/local-place.ts';
import { Mistake } from '../mistake.ts';

export type DeskOfRun = {
	readonly store: Store;
	readonly routes: Routes;
	readonly dataDir: string;
	/** Where the gateway is for this machine. */
	readonly url: string;
};

/** The desk on which a local run works for its inspector: on the run's own store, and nobody is asked anything. */
export function deskOfRun({ store, routes, dataDir, url }: DeskOfRun): Desk {
	const setting = { routes, providers, print: () => {}, ask: unasked, confirm: unasked };
	return openDesk(setting, { ...localPlace(dataDir), url, withStore: (work) => work(store) });
}

async function unasked(): Promise<never> {
	throw new Mistake('the inspector asks nothing at the terminal');
}
