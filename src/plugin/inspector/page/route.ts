import type { ListQuery } from '../api.ts';

/** What the list is narrowed to. `within` is a key of `spans`. */
export type Filters = {
	readonly text: string;
	readonly source: string;
	readonly type: string;
	readonly status: string;
	readonly within: string;
};

/** What the page shows. It stands in the fragment, so that reloading, going back and bookmarks work, and no server sees it. */
export type Route =
	| { readonly screen: 'list'; readonly filters: Filters }
	| { readonly screen: 'event'; readonly source: string; readonly id: string }
	| { readonly screen: 'request'; readonly requestId: string };

export const noFilters: Filters = { text: '', source: '', type: '', status: '', within: '' };

const minute = 60_000;
export const spans: Readonly<Record<string, { readonly label: string; readonly millis: number }>> = {
	'15m': { label: 'Last 15 minutes', millis: 15 * minute },
	'1h': { label: 'Last hour', millis: 60 * minute },
	'24h': { label: 'Last 24 hours', millis: 24 * 60 * minute },
	'7d': { label: 'Last 7 days', millis: 7 * 24 * 60 * minute },
};

/** What is not understood is the list. */
export function parseRoute(hash: string): Route {
	const [path = '', query = ''] = split(hash.replace(/^#\/?/, ''));
	const [screen, first, second] = path.split('/').map(decoded);
	if (screen === 'event' && first && second) return { screen, source: first, id: second };
	if (screen === 'request' && first) return { screen, requestId: first };
	const given = new URLSearchParams(query);
	const take = (name: keyof Filters) => given.get(name) ?? '';
	const within = Object.hasOwn(spans, take('within')) ? take('within') : '';
	return { screen: 'list', filters: { text: take('text'), source: take('source'), type: take('type'), status: take('status'), within } };
}

export function formatRoute(route: Route): string {
	if (route.screen === 'event') return `#/event/${encodeURIComponent(route.source)}/${encodeURIComponent(route.id)}`;
	if (route.screen === 'request') return `#/request/${encodeURIComponent(route.requestId)}`;
	const set = Object.entries(route.filters).filter(([, value]) => value !== '');
	return set.length === 0 ? '#/' : `#/?${new URLSearchParams(set)}`;
}

/** The same filters as the server takes them. */
export function listQuery({ within, ...rest }: Filters, now: number): ListQuery {
	const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
	const span = spans[within];
	return span === undefined ? set : { ...set, since: String(now - span.millis) };
}

function split(path: string): readonly string[] {
	const at = path.indexOf('?');
	return at === -1 ? [path] : [path.slice(0, at), path.slice(at + 1)];
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
