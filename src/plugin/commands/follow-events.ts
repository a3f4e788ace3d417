import { setTimeout as pause } from 'node:timers/promises';
import { mayPass, ServiceError } from '../../clouds/service-error.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { chosenEvents, isChosen } from './chosen-events.ts';
import type { Desk } from './desk.ts';
import { aligned, eventColumns, eventLine, eventRow, widthsOf } from './event-line.ts';
import type { EventsOptions } from './events.ts';
import { readFilter } from './read-filter.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import { type Watch, watchEvents } from './watch-events.ts';

/** How often a store is asked, and how far it is looked back over each time. */
const local = { every: 300, overlap: 10_000 };
const ofStage = { every: 2_000, overlap: 60_000 };
const longestPause = 30_000;

/** `sls webhook events --follow`: the latest, then each that comes and each change, until it is stopped. */
export async function followEvents({ json = false, ...options }: EventsOptions, desk: Desk): Promise<void> {
	const { every, overlap } = desk.stage === undefined ? local : ofStage;
	const { source, type, status, since = 0, limit } = readFilter(options);
	const filter = { ...(source !== undefined && { source }), ...(type !== undefined && { type }) };
	const stop = new AbortController();
	const stopped = desk.untilStopped().then(() => stop.abort());
	await desk.withStore(async ({ events }) => {
		const watch = watchEvents(events, { filter, overlap });
		// What there is already is not new, whether it is shown or not.
		await watch.changes();
		const latest = await chosenEvents({ ...filter, ...(status && { status }), since, limit }, options.function, events);
		if (latest.length === 0) refuseUnknown(options, desk);
		watch.skip(latest);
		const show = json ? printJson(desk) : printRows(latest, desk);
		show([...latest].reverse());
		const fits = (record: EventRecord) => record.receivedAt >= since && isChosen(record, status, options.function);
		await Promise.race([stopped, follow(watch, (records) => show(records.filter(fits)), { every, signal: stop.signal, desk })]);
	});
}

type Following = { readonly every: number; readonly signal: AbortSignal; readonly desk: Desk };

/** What passes by itself is said once. */
async function follow(watch: Watch, show: (records: readonly EventRecord[]) => void, { every, signal, desk }: Following): Promise<void> {
	for (let failed = 0; !signal.aborted; ) {
		await pause(Math.min(every * 2 ** failed, longestPause), undefined, { signal }).catch(() => {});
		if (signal.aborted) return;
		try {
			const changed = await watch.changes();
			if (signal.aborted) return;
			if (failed > 0) desk.terminal.write('The store answers again\n');
			failed = 0;
			show(changed);
		} catch (error) {
			const reason = passing(error);
			if (reason === undefined) throw error;
			if (failed === 0) desk.terminal.write(`${reason}; it is asked again, ever less often, until it answers\n`);
			failed += 1;
		}
	}
}

const busy = /throttl|throughputexceeded|slowdown|toomanyrequests|requestlimitexceeded/i;

/** The line about a failure that may pass, which a mistake that an operator could put right may have as its cause. */
function passing(error: unknown): string | undefined {
	const cause = error instanceof Error && error.cause instanceof ServiceError ? error.cause : error;
	if (!(cause instanceof ServiceError) || !(mayPass(cause) || busy.test(cause.code))) return undefined;
	return error instanceof Error ? error.message : cause.message;
}

function printJson({ print }: Desk): (records: readonly EventRecord[]) => void {
	return (records) => {
		for (const record of records) print(JSON.stringify(eventLine(record)));
	};
}

/** Columns stay as wide as they begin: for the latest, and for all that serverless.yml names. */
function printRows(latest: readonly EventRecord[], { print, routes }: Desk): (records: readonly EventRecord[]) => void {
	const named = routes.routes.map(({ source, type = '' }) => ['', 'unhandled', source, type, '', '']);
	const widths = widthsOf([eventColumns, ...named, ...latest.map((record) => eventRow(eventLine(record)))]);
	print(aligned(eventColumns, widths));
	return (records) => {
		for (const record of records) print(aligned(eventRow(eventLine(record)), widths));
	};
}
