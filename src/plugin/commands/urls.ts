import type { Routes } from '../../webhook/source.ts';
import { baseUrl } from './base-url.ts';
import type { Desk } from './desk.ts';
import { table } from './event-line.ts';

/** `sls webhook urls`: where senders post to. */
export async function urls({ url, json = false }: { readonly url?: string; readonly json?: boolean }, desk: Desk): Promise<void> {
	const rows = urlsOf(desk.routes, (path) => baseUrl(path, url ?? desk.publicUrl, desk));
	if (json) for (const row of rows) desk.print(JSON.stringify(row));
	else if (rows.length === 0) desk.print('No URLs: no function of serverless.yml has an event such as "webhook: stripe".');
	else desk.print(table([['SOURCE', 'URL', 'FUNCTION'], ...rows.map((row) => [row.source, row.url, row.function])]));
}

/** One function may answer several types at one URL. */
export function urlsOf({ routes }: Routes, baseOf: (path: string) => string) {
	const byPath = new Map(routes.flatMap((route) => (route.path ? [[route.path, route] as const] : [])));
	return [...byPath].map(([path, { source, function: name }]) => ({ source, url: `${baseOf(path)}${path}`, function: name }));
}
