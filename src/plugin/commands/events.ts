import type { EventStatus } from '../../webhook/record.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Desk } from './desk.ts';
import { type EventLine, eventLine, table } from './event-line.ts';

export type EventsOptions = {
	readonly json?: boolean;
	readonly source?: string;
	readonly type?: string;
	readonly status?: string;
	readonly since?: string;
	readonly limit?: string;
};

const statuses: readonly EventStatus[] = ['pending', 'done', 'dead', 'unhandled'];
const defaultLimit = 50;

/** `sls webhook events`: newest first. */
export async function events(options: EventsOptions, desk: Desk): Promise<void> {
	const { source, type } = options;
	const status = options.status === undefined ? undefined : readStatus(options.status);
	const since = options.since === undefined ? undefined : readSince(options.since, Date.now());
	const limit = options.limit === undefined ? defaultLimit : readLimit(options.limit);
	const filter = {
		...(source && { source }),
		...(type && { type }),
		...(status && { status }),
		...(since !== undefined && { since }),
		limit,
	};
	const lines = (await desk.withStore((store) => store.events.list(filter))).map(eventLine);
	show(lines, options.json ?? false, desk);
}

function show(lines: readonly EventLine[], json: boolean, { print }: Desk): void {
	if (json) for (const line of lines) print(JSON.stringify(line));
	else if (lines.length === 0) print('No events.');
	else print(table([['RECEIVED', 'STATUS', 'SOURCE', 'TYPE', 'ID', 'FUNCTIONS'], ...lines.map(row)]));
}

function row({ receivedAt, status, source, type, id, functions }: EventLine): readonly string[] {
	return [receivedAt, status, source, type, id, functions.map((each) => `${each.name} ${each.status} (${each.attempts})`).join(', ')];
}

function readStatus(text: string): EventStatus {
	const found = statuses.find((status) => status === text);
	if (found) return found;
	throw new Mistake(`--status: there is no status "${text}"${suggest(text, statuses)}`);
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `15m`, `2h`, `3d`, or a time that Date reads. */
function readSince(text: string, now: number): number {
	const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
	if (amount !== undefined && unit !== undefined) return now - Number(amount) * (units[unit] ?? 0);
	const time = Date.parse(text);
	if (Number.isNaN(time)) throw new Mistake(`--since: "${text}" is no time; give 15m, 2h, 3d or 2026-01-31T12:00:00Z`);
	return time;
}

function readLimit(text: string): number {
	const limit = Number(text);
	if (!Number.isInteger(limit) || limit < 1) throw new Mistake(`--limit: it must be a whole number from 1, not "${text}"`);
	return limit;
}
