import type { EventFilter } from '../../webhook/ports.ts';
import type { EventStatus } from '../../webhook/record.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';

/** The options by which commands choose events, as they were typed. */
export type FilterOptions = {
	readonly source?: string;
	readonly type?: string;
	readonly status?: string;
	readonly since?: string;
	readonly until?: string;
	readonly limit?: string;
	/** A function by its name; the store knows no such filter. */
	readonly function?: string;
};

const statuses: readonly EventStatus[] = ['pending', 'done', 'dead', 'unhandled'];
const defaultLimit = 50;

export function readFilter({ source, type, status, since, until, limit }: FilterOptions): EventFilter & { readonly limit: number } {
	const now = Date.now();
	const times = {
		...(since !== undefined && { since: readSince(since, now) }),
		...(until !== undefined && { until: readSince(until, now, '--until') }),
	};
	if ((times.since ?? 0) > (times.until ?? Number.POSITIVE_INFINITY)) throw new Mistake('--since: it is after --until, so nothing can fit');
	return {
		...(source !== undefined && { source }),
		...(type !== undefined && { type }),
		...(status !== undefined && { status: readStatus(status) }),
		...times,
		limit: limit === undefined ? defaultLimit : readLimit(limit),
	};
}

function readStatus(text: string): EventStatus {
	const found = statuses.find((status) => status === text);
	if (found) return found;
	throw new Mistake(`--status: there is no status "${text}"${suggest(text, statuses)}`);
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `15m`, `2h`, `3d`, or a time that begins with its year: Date reads much that was not meant as one. */
export function readSince(text: string, now: number, option = '--since'): number {
	const ago = durationOf(text);
	if (ago !== undefined) return now - ago;
	const time = /^\d{4}-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
	if (Number.isNaN(time)) throw new Mistake(`${option}: "${text}" is no time; give 15m, 2h, 3d or 2026-01-31T12:00:00Z`);
	return time;
}

/** `15m`, `2h` or `3d` in milliseconds; undefined for anything else. */
export function durationOf(text: string): number | undefined {
	const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
	return amount === undefined || unit === undefined ? undefined : Number(amount) * (units[unit] ?? 0);
}

function readLimit(text: string): number {
	const limit = Number(text);
	if (!Number.isSafeInteger(limit) || limit < 1) throw new Mistake(`--limit: it must be a whole number from 1, not "${text}"`);
	return limit;
}
