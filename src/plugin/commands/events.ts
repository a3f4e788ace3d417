import { type Desk, noSource } from './desk.ts';
import { type EventLine, eventLine, table } from './event-line.ts';
import { type FilterOptions, readFilter } from './read-filter.ts';

/** `sls webhook events`: newest first. */
export async function events({ json = false, ...options }: FilterOptions & { readonly json?: boolean }, desk: Desk): Promise<void> {
	const { limit, ...filter } = readFilter(options);
	const found = await desk.withStore((store) => store.events.list({ ...filter, limit: limit + 1 }));
	const lines = found.slice(0, limit).map(eventLine);
	if (json) {
		for (const line of lines) desk.print(JSON.stringify(line));
		return;
	}
	// A source that serverless.yml no longer has may still have events.
	if (lines.length === 0 && options.source !== undefined && !Object.hasOwn(desk.routes.sources, options.source))
		throw noSource(options.source, desk.routes);
	if (lines.length === 0) desk.print('No events.');
	else desk.print(table([['RECEIVED', 'STATUS', 'SOURCE', 'TYPE', 'ID', 'FUNCTIONS'], ...lines.map(row)]));
	if (found.length > limit) desk.print(`There are more: --limit ${limit * 10}, --since or --source choose others`);
}

function row({ receivedAt, status, source, type, id, functions, reason, forgottenAt }: EventLine): readonly string[] {
	const runs = functions.map((each) => `${each.name} ${each.status} (${each.attempts})`).join(', ');
	return [receivedAt, status, source, type, id, [runs || reason, forgottenAt && 'forgotten'].filter(Boolean).join('; ')];
}
