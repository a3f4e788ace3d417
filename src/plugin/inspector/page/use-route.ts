import { useEffect, useState } from 'preact/hooks';
import { parseRoute, type Route } from './route.ts';

export function useRoute(): Route {
	const [hash, setHash] = useState(location.hash);
	useEffect(() => {
		const follow = () => setHash(location.hash);
		addEventListener('hashchange', follow);
		return () => removeEventListener('hashchange', follow);
	}, []);
	return parseRoute(hash);
}

/** In place of the present entry of the history, so that each letter of a search is not one. */
export function replaceHash(hash: string): void {
	if (hash === location.hash) return;
	history.replaceState(undefined, '', hash);
	dispatchEvent(new HashChangeEvent('hashchange'));
}
