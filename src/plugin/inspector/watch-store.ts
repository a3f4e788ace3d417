import type { Store } from '../../clouds/local/open-store.ts';

const lookMillis = 250;

/** Calls back when another connection has changed the store: a function's thread, a command, or another run. */
export function watchStore(store: Pick<Store, 'version'>, listener: () => void): () => void {
	let seen = store.version();
	const timer = setInterval(() => {
		const version = store.version();
		if (version !== seen) listener();
		seen = version;
	}, lookMillis);
	return () => clearInterval(timer);
}
