import type { Desk } from '../commands/desk.ts';
import { type Actions, createActions, type Means } from './actions.ts';
import { buildPage } from './build-page.ts';
import { hideSecrets, knownSecrets } from './hide-secrets.ts';
import { inspectorToken } from './inspector-token.ts';
import type { Page } from './send.ts';
import { type Inspector, serveInspector } from './serve.ts';
import { watchStore } from './watch-store.ts';

export type InspectedRun = Means & {
	readonly dataDir: string;
	/** Takes what a stage has verified. */
	readonly taking: Actions[string];
	/** Of loopback; 0 takes a free one. */
	readonly port: number;
};

/** Serves the inspector of a local run. */
export async function openInspector({ dataDir, port, taking, ...means }: InspectedRun): Promise<Inspector & { readonly token: string }> {
	const { store, journal } = means;
	const { token, touch } = inspectorToken(dataDir);
	const inspector = await serveInspector({
		port,
		token,
		page: builtOnce(),
		actions: { ...withoutSecrets(createActions(means), means.desk), 'POST /api/deliveries': taking },
		onChange: (listener) => {
			const stops = [journal.onChange(listener), watchStore(store, listener)];
			return () => stops.forEach((stop) => void stop());
		},
	});
	const touching = setInterval(touch, touchMillis).unref();
	const close = async () => {
		clearInterval(touching);
		touch();
		await inspector.close();
	};
	return { ...inspector, close, token };
}

const touchMillis = 20_000;

/** Whatever they answer. */
function withoutSecrets(actions: Actions, desk: Desk): Actions {
	const hiding = Object.entries(actions).map(([name, action]): [string, Actions[string]] => [
		name,
		async (input) => ({ ...(hideSecrets(await action(input), await knownSecrets(desk)) as object) }),
	]);
	return Object.fromEntries(hiding);
}

/** At the first request, and again after one that failed. */
function builtOnce(): () => Promise<Page> {
	let building: Promise<Page> | undefined;
	return () => {
		building ??= buildPage().catch((error: unknown) => {
			building = undefined;
			throw error;
		});
		return building;
	};
}
