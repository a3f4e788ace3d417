import type { Store } from '../../clouds/local/open-store.ts';
import { providers } from '../../providers/providers.ts';
import type { Routes } from '../../webhook/source.ts';
import { openDesk } from '../commands/desk.ts';
import { localPlace } from '../commands/local-place.ts';
import { Mistake } from '../mistake.ts';
import { type Actions, createActions } from './actions.ts';
import { buildPage } from './build-page.ts';
import { inspectorToken } from './inspector-token.ts';
import type { Journal } from './journal.ts';
import { type Inspector, serveInspector } from './serve.ts';
import { watchStore } from './watch-store.ts';

export type InspectedRun = {
	readonly store: Store;
	readonly journal: Journal;
	readonly routes: Routes;
	readonly dataDir: string;
	/** Where the gateway is for this machine. */
	readonly url: string;
	/** Takes what a stage has verified. */
	readonly taking: Actions[string];
	/** Of loopback; 0 takes a free one. */
	readonly port: number;
};

/** Serves the inspector of a local run. */
export async function openInspector({
	store,
	journal,
	routes,
	dataDir,
	url,
	taking,
	port,
}: InspectedRun): Promise<Inspector & { readonly token: string }> {
	const setting = { routes, providers, print: () => {}, ask: unasked, confirm: unasked };
	const desk = openDesk(setting, { ...localPlace(dataDir), url, withStore: (work) => work(store) });
	const token = inspectorToken(dataDir);
	let building: ReturnType<typeof buildPage> | undefined;
	const inspector = await serveInspector({
		port,
		token,
		page: () => {
			building ??= buildPage();
			return building;
		},
		actions: { ...createActions({ store, journal, desk }), 'POST /api/deliveries': taking },
		onChange: (listener) => {
			const stops = [journal.onChange(listener), watchStore(store, listener)];
			return () => stops.forEach((stop) => void stop());
		},
	});
	return { ...inspector, token };
}

async function unasked(): Promise<never> {
	throw new Mistake('the inspector asks nothing at the terminal');
}
