import { Mistake } from '../mistake.ts';
import { chosenEvents } from './chosen-events.ts';
import type { Desk } from './desk.ts';
import { eventColumns, eventLine, eventRow, table } from './event-line.ts';
import { followEvents } from './follow-events.ts';
import { type FilterOptions, readFilter } from './read-filter.ts';
import { refuseUnknown } from './refuse-unknown.ts';

export type EventsOptions = FilterOptions & { readonly json?: boolean; readonly follow?: boolean };

/** `sls webhook events`: newest first; with `--follow` newest last, and on from there. */
export async function events({ follow = false, ...options }: EventsOptions, desk: Desk): Promise<void> {
	if (follow && options.until !== undefined) throw new Mistake('--until: what is followed has no end; leave it or --follow out');
	if (follow) return await followEvents(options, desk);
	const { limit, ...filter } = readFilter(options);
	const found = await desk.withStore((store) => chosenEvents({ ...filter, limit: limit + 1 }, options.function, store.events));
	const lines = found.slice(0, limit).map(eventLine);
	if (options.json) {
		for (const line of lines) desk.print(JSON.stringify(line));
		return;
	}
	if (lines.length === 0) refuseUnknown(options, desk);
	if (lines.length === 0) desk.print('No events.');
	else desk.print(table([eventColumns, ...lines.map(eventRow)]));
	if (found.length > limit) desk.print(`There are more: --limit ${limit * 10}, --since or --source choose others`);
}
