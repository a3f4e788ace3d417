import type { EventRecord } from '../../webhook/record.ts';
import type { Desk } from './desk.ts';
import { type EventLine, eventLine, table } from './event-line.ts';
import { firstEvents } from './event-pages.ts';
import { type FilterOptions, readFilter } from './read-filter.ts';
import { refuseUnknown } from './refuse-unknown.ts';

type Options = Omit<FilterOptions, 'status'> & { readonly json?: boolean };

/** `sls webhook dead-letters`: events of which a function, or the whole, was given up on, with the reason; newest first. */
export async function deadLetters({ json = false, function: name, ...options }: Options, desk: Desk): Promise<void> {
	const { limit, ...filter } = readFilter(options);
	const records = await desk.withStore(({ events }) =>
		// One function of an event may be dead while another still waits.
		firstEvents(events, { ...filter, statuses: ['dead', 'pending'] }, { limit, fits: (record) => isDead(record, name) }),
	);
	if (records.length === 0) refuseUnknown({ function: name, source: options.source }, desk);
	const lines = records.map(eventLine);
	if (json) {
		for (const line of lines) desk.print(JSON.stringify(line));
		return;
	}
	const rows = lines.flatMap((line) => letters(line).filter(([, , , , of]) => name === undefined || name === of));
	if (rows.length === 0) desk.print('No dead letters.');
	else desk.print(table([['RECEIVED', 'SOURCE', 'TYPE', 'ID', 'FUNCTION', 'REASON'], ...rows]));
}

/** By the record, which is the truth. */
function isDead({ functions, reason }: EventRecord, name: string | undefined): boolean {
	if (reason !== undefined) return name === undefined;
	return Object.entries(functions).some(([of, { status }]) => status === 'dead' && (name === undefined || name === of));
}

function letters({ id, source, type, receivedAt, reason, functions }: EventLine): readonly (readonly string[])[] {
	if (reason !== undefined) return [[receivedAt, source, type, id, '', reason]];
	return functions
		.filter(({ status }) => status === 'dead')
		.map((run) => [receivedAt, source, type, id, run.name, [run.reason, run.lastError].filter(Boolean).join(': ')]);
}
