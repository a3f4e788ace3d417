import { baseUrl } from './base-url.ts';
import type { Desk } from './desk.ts';
import { table } from './event-line.ts';

/** `sls webhook urls`: where senders post to. */
export async function urls({ url, json = false }: { readonly url?: string; readonly json?: boolean }, desk: Desk): Promise<void> {
	const base = baseUrl(url ?? (process.env.WEBHOOK_PUBLIC_URL || undefined), desk);
	// One function may answer several types at one URL.
	const byPath = new Map(desk.routes.routes.flatMap((route) => (route.path ? [[route.path, route] as const] : [])));
	const rows = [...byPath].map(([path, { source, function: name }]) => ({ source, url: `${base}${path}`, function: name }));
	if (json) for (const row of rows) desk.print(JSON.stringify(row));
	else if (rows.length === 0) desk.print('No URLs: no function of serverless.yml has an event such as "webhook: stripe".');
	else desk.print(table([['SOURCE', 'URL', 'FUNCTION'], ...rows.map((row) => [row.source, row.url, row.function])]));
}
