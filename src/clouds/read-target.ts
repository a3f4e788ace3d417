/** A request line's target. */
export type Target = { readonly path: string; readonly query: string };

/** The path and the query of a request line, as sent; the absolute form loses its scheme and host. */
export function readTarget(url: string): Target {
	const local = url.replace(/^https?:\/\/[^/?]*/i, '');
	const mark = local.indexOf('?');
	return mark < 0 ? { path: local, query: '' } : { path: local.slice(0, mark), query: local.slice(mark + 1) };
}
