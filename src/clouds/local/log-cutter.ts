import type { DatabaseSync } from 'node:sqlite';
import { setImmediate, setTimeout } from 'node:timers/promises';

const pauseMillis = 50;

/**
 * Cuts the log of the store, because pages as they were before are in it until then; once for all who ask meanwhile. Where somebody reads from it for longer than
 * the time-out, the next one to do this cuts it. SQLite's own waiting would hold up whatever else this thread has to do.
 */
export function logCutter(db: DatabaseSync): () => Promise<void> {
	const timeout = Number(db.prepare('PRAGMA busy_timeout').get()?.timeout);
	let next: Promise<void> | undefined;
	const cut = async () => {
		await setImmediate();
		try {
			for (const end = Date.now() + timeout; !isCut(db, timeout) && Date.now() < end; ) await setTimeout(pauseMillis);
		} finally {
			next = undefined;
		}
	};
	return () => {
		next ??= cut();
		return next;
	};
}

/** Tries to cut the log, and waits for nobody. */
function isCut(db: DatabaseSync, timeout: number): boolean {
	db.exec('PRAGMA busy_timeout = 0');
	try {
		return db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 0;
	} finally {
		db.exec(`PRAGMA busy_timeout = ${timeout}`);
	}
}
