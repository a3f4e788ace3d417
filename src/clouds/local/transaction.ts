import type { DatabaseSync } from 'node:sqlite';

/** Runs `work` in a transaction and resolves with its result once that is committed. `work` may run twice, and only the last run counts. */
export type Transact = <Result>(work: () => Result) => Promise<Result>;

export type Transactions = {
	readonly transact: Transact;
	/** Commits what waits, now. */
	readonly flush: () => void;
};

type Waiting = { readonly work: () => unknown; readonly resolve: (result: never) => void; readonly reject: (error: unknown) => void };

/** One transaction for all calls of an event-loop tick: they share one fsync, and none resolves before it. */
export function groupTransactions(db: DatabaseSync): Transactions {
	let waiting: Waiting[] = [];
	const flush = () => {
		const group = waiting;
		waiting = [];
		if (group.length > 0) commit(db, group);
	};
	return {
		flush,
		transact: (work) =>
			new Promise((resolve, reject) => {
				if (waiting.push({ work, resolve, reject }) === 1) setImmediate(flush);
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
