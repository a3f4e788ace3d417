import { join } from 'node:path';
import type { Blobs, Records } from '../../webhook/ports.ts';
import { createBlobs } from './blobs.ts';
import { createEvents, type LocalEvents } from './events.ts';
import { openDatabase } from './open-database.ts';
import { createQueue, type LocalQueue } from './queue.ts';
import { createRecords } from './records.ts';
import { groupTransactions } from './transaction.ts';

export type Store = {
	readonly events: LocalEvents;
	readonly queue: LocalQueue;
	readonly blobs: Blobs;
	readonly records: Records;
	/** Commits what waits, then closes the file. */
	readonly close: () => void;
};

/**
 * Opens the embedded store: `<dataDir>/hookport.db` and `<dataDir>/blobs/`. `clock` dates messages and dead letters.
 * @throws {Error} with one line, when the folder can't be written or the file is not ours
 */
export function openStore(dataDir: string, clock: () => number = Date.now): Store {
	const db = openDatabase(dataDir);
	const { transact, flush } = groupTransactions(db);
	return {
		events: createEvents(db, transact),
		queue: createQueue(db, transact, clock),
		records: createRecords(db, transact),
		blobs: createBlobs(join(dataDir, 'blobs')),
		close: () => {
			flush();
			db.close();
		},
	};
}
