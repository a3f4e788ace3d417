import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';

/**
 * Cuts the log of the store, because pages as they were before are in it until then; once for all who ask within a turn. Where somebody reads from it for longer than
 * the time-out, the next one to do this cuts it.
 */
export function logCutter(db: DatabaseSync): () => Promise<void> {
	let next: Promise<void> | undefined;
	return () => {
		next ??= setImmediate().then(() => {
			next = undefined;
			db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
		});
		return next;
	};
}
