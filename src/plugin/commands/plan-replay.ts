import type { EventRecords } from '../../webhook/ports.ts';
import type { EventRecord } from '../../webhook/record.ts';
import type { Route } from '../../webhook/source.ts';
import { type Choice, chooseRuns, type Left, type Wish } from './choose-runs.ts';
import { eventPages, type PageFilter, type Span } from './event-pages.ts';

/** One line of a plan: so many events of this type, for this function. */
export type Row = {
	readonly source: string;
	readonly type: string;
	readonly function: string;
	/** Why it is left alone; absent where it runs. */
	readonly left?: Left['why'];
	readonly events: number;
};

export type Plan = {
	/** Those of which a function runs. */
	readonly events: number;
	/** Of these, milliseconds since the epoch. */
	readonly oldest?: number;
	readonly newest?: number;
	readonly rows: readonly Row[];
	/** Where they are, oldest first. With `most`, so many of the newest there. */
	readonly spans: readonly (Span & { readonly most?: number })[];
};

type Search = { readonly filter: PageFilter; readonly wish: Wish; readonly limit: number; readonly routes: readonly Route[] };

/** Looks at every event that fits, a page at a time, and keeps only counts and times of it. The limit takes the newest. */
export async function planReplay(events: Pick<EventRecords, 'list'>, { filter, wish, limit, routes }: Search): Promise<Plan> {
	const rows = new Map<string, Row>();
	const spans: (Span & { most?: number })[] = [];
	const times: { oldest?: number; newest?: number } = {};
	let count = 0;
	for await (const page of eventPages(events, filter)) {
		let most = 0;
		for (const record of page.records) {
			if (count === limit) break;
			const choice = chooseRuns(record, wish, routes);
			addRows(rows, record, choice);
			if (choice.run.length === 0) continue;
			count += 1;
			most += 1;
			times.newest ??= record.receivedAt;
			times.oldest = record.receivedAt;
		}
		// What comes after this look is not in the plan.
		if (most > 0)
			spans.unshift({ since: page.since, until: Math.min(page.until, times.newest ?? page.until), ...(count === limit && { most }) });
		if (count === limit) break;
	}
	return { events: count, ...times, rows: [...rows.values()].sort((a, b) => b.events - a.events), spans };
}

function addRows(rows: Map<string, Row>, { source, type }: EventRecord, { run, left }: Choice): void {
	const all: readonly Omit<Row, 'events' | 'source' | 'type'>[] = [
		...run.map((route) => ({ function: route.function })),
		...left.map(({ function: name, why }) => ({ function: name, left: why })),
	];
	for (const one of all) {
		const key = JSON.stringify([source, type, one.function, one.left]);
		rows.set(key, { source, type, ...one, events: (rows.get(key)?.events ?? 0) + 1 });
	}
}
