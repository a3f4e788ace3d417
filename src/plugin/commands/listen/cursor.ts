import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject } from '../../../clouds/http-event.ts';
import type { EventKey } from '../../../webhook/record.ts';
import { errorCode } from '../../error-code.ts';
import { cannotWrite } from '../../local/cannot-write.ts';
import { Mistake } from '../../mistake.ts';

/** How far a stage has been listened to. Times are by the stage's clock, milliseconds since the epoch. */
export type Cursor = {
	/** Nothing from before is listened to. */
	readonly since: number;
	/** Everything that was received until then has been looked at once. */
	readonly until: number;
	/** When what was dealt with was received, by its key, for as far back as is looked again. */
	readonly dealtWith: ReadonlyMap<string, number>;
};

/** How far back is looked again: clocks of instances differ, an index lags behind, and a record is written some time after its delivery came. */
export const longestReach = 10 * 60 * 1000;

export const startAt = (since: number): Cursor => ({ since, until: since, dealtWith: new Map() });

export const nameOf = ({ source, id }: EventKey): string => JSON.stringify([source, id]);

/** Never ahead of this clock: one instance whose clock is wrong would hide what the others receive. */
export function advance({ since, until, dealtWith }: Cursor, { newest, now }: { readonly newest: number; readonly now: number }): Cursor {
	const reached = Math.max(until, Math.min(newest, now));
	const kept = [...dealtWith].filter(([, receivedAt]) => receivedAt >= reached - longestReach);
	return { since, until: reached, dealtWith: new Map(kept) };
}

/** The file in the local run's folder, which a new store begins without. */
export function cursorFile(dataDir: string, filter: readonly (string | undefined)[]): string {
	return join(dataDir, 'listen', `${filter.map((part = '') => encodeURIComponent(part)).join('~')}.json`);
}

/** Undefined where there is none yet. */
export function readCursor(file: string): Cursor | undefined {
	try {
		const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
		// Sound because only writeCursor writes the file, and each field is looked at.
		if (isObject(kept) && Number.isSafeInteger(kept.since) && Number.isSafeInteger(kept.until) && Array.isArray(kept.dealtWith))
			return { since: Number(kept.since), until: Number(kept.until), dealtWith: new Map(kept.dealtWith as [string, number][]) };
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return undefined;
	}
	throw new Mistake(`${file} does not say how far was listened: remove it, or say from when with --since`);
}

/** Renamed into place, so that a kill leaves the one before or this one. */
export function writeCursor(file: string, { dealtWith, ...rest }: Cursor): void {
	const draft = `${file}.${process.pid}`;
	try {
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		writeFileSync(draft, JSON.stringify({ ...rest, dealtWith: [...dealtWith] }), { mode: 0o600, flush: true });
		renameSync(draft, file);
	} catch (error) {
		rmSync(draft, { force: true });
		throw cannotWrite(file, error);
	}
}
