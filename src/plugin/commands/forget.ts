import type { EventRecord } from '../../webhook/record.ts';
import { Mistake } from '../mistake.ts';
import { type Desk, noSource } from './desk.ts';
import { table } from './event-line.ts';
import { findEvent, type IdOptions } from './find-event.ts';
import { type Found, findPayload, findSameBytes, foundOf } from './find-payload.ts';
import type { PlaceStore } from './place.ts';
import { type FilterOptions, readFilter } from './read-filter.ts';
import { readMatch } from './read-match.ts';

type Options = IdOptions &
	Pick<FilterOptions, 'type' | 'since'> & { readonly match?: string; readonly yes?: boolean; readonly json?: boolean };

/**
 * `sls webhook forget`: erases what was sent, of one event or of all whose bodies hold a text. Others that hold the same bytes go with them, since
 * the payload would stay there. What is left tells a second copy.
 */
export async function forget(options: Options, desk: Desk): Promise<void> {
	if (options.json && !options.yes) throw new Mistake('--yes: with --json nothing is asked, so give it, or leave --json out');
	await desk.withStore(async (store) => {
		const named = options.match === undefined ? [foundOf(await findById(options, store, desk))] : await findMatching(options, store, desk);
		const others = looksAtAll(options) ? [] : await findSameBytes(named, store);
		const rows = [...named.map(rowOf), ...others.map((one) => [...rowOf(one), 'holds the same bytes'])];
		if (!options.json) desk.print(table([['RECEIVED', 'SOURCE', 'TYPE', 'ID', ''], ...rows]));
		const question = rows.length === 1 ? 'Erase what was sent for this event?' : `Erase what was sent for these ${rows.length} events?`;
		if (!options.yes && !(await desk.confirm(question))) throw new Mistake('nothing was forgotten: answer yes, or give --yes');
		// Those that were named come last, so that after a crash the same command finds the rest again.
		await forgetAll([...others, ...named], store, { ...desk, json: options.json === true });
	});
}

async function findById({ type, since, ...options }: Options, store: PlaceStore, desk: Desk): Promise<EventRecord> {
	if (options.id === undefined) throw new Mistake('--id: say which event, or find events by what they hold: --match <path>=<value>');
	for (const [name, value] of Object.entries({ type, since })) {
		if (value !== undefined) throw new Mistake(`--${name}: it narrows --match, and --id is one event already; leave it out`);
	}
	return await findEvent(options, store, desk);
}

async function findMatching({ id, match = '', ...options }: Options, store: PlaceStore, desk: Desk): Promise<readonly Found[]> {
	if (id !== undefined) throw new Mistake('--match: give it or --id, not both');
	const { limit: _, ...filter } = readFilter(options);
	const search = { match: readMatch(match), filter };
	const found = await findPayload(search, store, desk);
	if (found.length > 0) return found;
	const { source } = options;
	if (source !== undefined && !Object.hasOwn(desk.routes.sources, source)) throw noSource(source, desk.routes);
	throw new Mistake(
		`--match: no kept event${source === undefined ? '' : ` of ${source}`} has this value at ${search.match.path.join('.')}`,
	);
}

/** What holds the same bytes has matched too. */
function looksAtAll({ match, type, since }: Options): boolean {
	return match !== undefined && type === undefined && since === undefined;
}

function rowOf({ receivedAt, source, type, id }: Found): readonly string[] {
	return [new Date(receivedAt).toISOString(), source, type, id];
}

/** No delivery takes as long to be kept. */
const lateMillis = 60 * 60 * 1000;

/**
 * Bytes in blobs go when every record that names them is forgotten, and each such record still names them then: so this can be done again. A delivery with
 * many events may be about to be kept, so what has come meanwhile is looked for until there is no more.
 */
async function forgetAll(
	found: readonly Found[],
	store: PlaceStore,
	{ print, json }: Pick<Desk, 'print'> & { readonly json: boolean },
): Promise<void> {
	const keys = new Set<string>();
	const all: Found[] = [];
	for (let next = found; next.length > 0; next = await findSameBytes(all, store, Date.now() - lateMillis)) {
		for (const one of next) {
			const record = await store.events.forget(one, Date.now());
			if (record && 'blob' in record.body) keys.add(record.body.blob);
			print(
				json
					? outcomeJson(one, record)
					: `${one.source} ${one.id}: ${record ? `forgotten${stillRunning(record)}` : 'has expired meanwhile'}`,
			);
		}
		all.push(...next);
	}
	for (const key of keys) await store.blobs.remove(key);
}

function outcomeJson({ source, id }: Found, record: EventRecord | undefined): string {
	return JSON.stringify({ source, id, result: record ? 'forgotten' : 'expired', stillRunning: record ? runningOf(record) : [] });
}

const runningOf = ({ functions }: EventRecord) => Object.keys(functions).filter((name) => functions[name]?.status === 'running');

function stillRunning(record: EventRecord): string {
	const names = runningOf(record);
	return names.length === 0 ? '' : `; ${names.join(', ')} still running, and will leave nothing of it`;
}
