import type { Delivery, Headers } from '../webhook/delivery.ts';

type Renamed = { readonly from: string; readonly to: string };
export type RenamedHeaders = { readonly headers: Headers; readonly renamed: readonly Renamed[] };

const mostOthers = 3;

/** Deliveries on which each missing header has the value of one that has nearly its name. */
export function renamedHeaders(missing: readonly string[], { headers }: Delivery): readonly RenamedHeaders[] {
	const similar = missing.map((to) => ({ to, from: Object.keys(headers).filter((name) => name !== to && isLike(name, to)) }));
	const found = similar.filter(({ from }) => from.length > 0);
	const most = Math.min(mostOthers, Math.max(0, ...found.map(({ from }) => from.length)));
	return Array.from({ length: most }, (_, index) => {
		const renamed = found.map(({ to, from }) => ({ to, from: from[Math.min(index, from.length - 1)] ?? '' }));
		return { headers: { ...headers, ...Object.fromEntries(renamed.map(({ to, from }) => [to, headers[from] ?? ''])) }, renamed };
	});
}

function isLike(name: string, other: string): boolean {
	const [a, b] = [bare(name), bare(other)];
	return a === b || a.endsWith(b) || b.endsWith(a);
}

/** What proxies and frameworks put before a name, and how they write it. */
function bare(name: string): string {
	return name.replaceAll('_', '-').replace(/^(http-)?(x-)?((amzn-remapped|forwarded|original|proxy|upstream)-)?(x-)?/, '');
}
