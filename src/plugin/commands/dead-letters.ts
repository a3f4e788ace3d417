import type { EventFilter } from '../../webhook/ports.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import { type Desk, noSource } from './desk.ts';
import { type EventLine, eventLine, table } from './event-line.ts';
import type { PlaceStore } from './place.ts';
import { type FilterOptions, readFilter } from './read-filter.ts';

type Options = Omit<FilterOptions, 'status'> & { readonly function?: string; readonly json?: boolean };

/** `sls webhook dead-letters`: events of which a function, or the whole, was given up on, with the reason; newest first. */
export async function deadLetters({ json = false, function: name, ...options }: Options, desk: Desk): Promise<void> {
	const { limit, ...filter } = readFilter(options);
	const found = await desk.withStore((store) => deadRecords(store, filter));
	const records = found.filter((record) => name === undefined || isDead(record, name)).slice(0, limit);
	if (records.length === 0) refuseUnknown({ name, source: options.source }, desk);
	const lines = records.map(eventLine);
	if (json) {
		for (const line of lines) desk.print(JSON.stringify(line));
		return;
	}
	const rows = lines.flatMap((line) => letters(line).filter(([, , , , of]) => name === undefined || name === of));
	if (rows.length === 0) desk.print('No dead letters.');
	else desk.print(table([['RECEIVED', 'SOURCE', 'TYPE', 'ID', 'FUNCTION', 'REASON'], ...rows]));
}

/** By the records, which are the truth: one function of an event may be dead while another still waits. */
async function deadRecords({ events }: PlaceStore, filter: EventFilter): Promise<readonly EventRecord[]> {
	const [whole, waiting] = await Promise.all([events.list({ ...filter, status: 'dead' }), events.list({ ...filter, status: 'pending' })]);
	const dead = [...whole, ...waiting.filter((record) => isDead(record))];
	const unique = new Map(dead.map((record) => [JSON.stringify([record.source, record.id]), record]));
	return [...unique.values()].sort((a, b) => b.receivedAt - a.receivedAt);
}

function isDead({ functions }: EventRecord, name?: string): boolean {
	return Object.entries(functions).some(([of, { status }]) => status === 'dead' && (name === undefined || name === of));
}

function letters({ id, source, type, receivedAt, reason, functions }: EventLine): readonly (readonly string[])[] {
	if (reason !== undefined) return [[receivedAt, source, type, id, '', reason]];
	return functions
		.filter(({ status }) => status === 'dead')
		.map((run) => [receivedAt, source, type, id, run.name, [run.reason, run.lastError].filter(Boolean).join(': ')]);
}

function refuseUnknown({ name, source }: { name: string | undefined; source: string | undefined }, { routes }: Desk): void {
	if (source !== undefined && !Object.hasOwn(routes.sources, source)) throw noSource(source, routes);
	const names = [...new Set(routes.routes.flatMap((route) => (route.type === undefined ? [] : [route.function])))];
	if (name !== undefined && !names.includes(name))
		throw new Mistake(`--function: no function "${name}" takes events${suggest(name, names)}`);
}
