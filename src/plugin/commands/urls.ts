import type { Desk } from './desk.ts';
import { table } from './event-line.ts';

/** `sls webhook urls`: where senders post to. */
export async function urls(
	{ url = 'http://localhost:3000', json = false }: { readonly url?: string; readonly json?: boolean },
	desk: Desk,
): Promise<void> {
	const base = (process.env.WEBHOOK_PUBLIC_URL || url).replace(/\/+$/, '');
	const rows = desk.routes.routes.flatMap((route) =>
		route.path ? [{ source: route.source, url: `${base}${route.path}`, function: route.function }] : [],
	);
	if (json) for (const row of rows) desk.print(JSON.stringify(row));
	else desk.print(table([['SOURCE', 'URL', 'FUNCTION'], ...rows.map((row) => [row.source, row.url, row.function])]));
}
