import type { DatabaseSync } from 'node:sqlite';

/**
 * When a commit is on the disk: `now` before it resolves; `later` with the next commit that is `now`, so that a process which dies loses nothing, but a power cut
 * may. The file always holds a prefix of what was committed: nothing that came later survives what came before it.
 */
export type Sync = 'now' | 'later';

/** Runs `work` in a transaction and resolves with its result once that is committed. `work` may run twice, and only the last run counts. */
export type Transact = <Result>(work: () => Result, sync?: Sync) => Promise<Result>;

export type Transactions = {
	readonly transact: Transact;
	/** Commits what waits, now. */
	readonly flush: () => void;
};

type Waiting = {
	readonly work: () => unknown;
	readonly sync: Sync;
	readonly resolve: (result: never) => void;
	readonly reject: (error: unknown) => void;
};

/** One transaction for all calls of an event-loop tick: they share one fsync, and none resolves before it. Where all of them can wait for it, there is none. */
export function groupTransactions(db: DatabaseSync): Transactions {
	let waiting: Waiting[] = [];
	const flush = () => {
		const group = waiting;
		waiting = [];
		if (group.length > 0) commit(db, group);
	};
	return {
		flush,
		transact: (work, sync = 'now') =>
			new Promise((resolve, reject) => {
				if (waiting.push({ work, sync, resolve, reject }) === 1) setImmediate(flush);
			}),
	};
}

class WorkFailed extends Error {}

function commit(db: DatabaseSync, group: readonly Waiting[]): void {
	try {
		const results = inTransaction(db, group);
		group.forEach(({ resolve }, index) => {
			// Sound because `results` holds what this call's own work returned.
			resolve(results[index] as never);
		});
	} catch (error) {
		// A call that fails by itself must not take the others of its tick with it.
		if (error instanceof WorkFailed && group.length > 1) for (const one of group) commit(db, [one]);
		else for (const { reject } of group) reject(error instanceof WorkFailed ? error.cause : error);
	}
}

function inTransaction(db: DatabaseSync, group: readonly Waiting[]): unknown[] {
	// https://www.sqlite.org/pragma.html#pragma_synchronous: in WAL mode, NORMAL leaves the fsync to the next FULL commit or checkpoint, and can't corrupt the file.
	db.exec(`PRAGMA synchronous = ${group.some(({ sync }) => sync === 'now') ? 'FULL' : 'NORMAL'}`);
	db.exec('BEGIN IMMEDIATE');
	try {
		const results = group.map(({ work }) => attempt(work));
		db.exec('COMMIT');
		return results;
	} catch (error) {
		// SQLite has rolled back by itself after some errors, such as a full disk.
		if (db.isTransaction) db.exec('ROLLBACK');
		throw error;
	}
}

function attempt(work: () => unknown): unknown {
	try {
		return work();
	} catch (cause) {
		throw new WorkFailed('', { cause });
	}
}
