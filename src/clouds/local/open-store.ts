import { join } from 'node:path';
import type { Blobs, EventRecords, Records } from '../../webhook/ports.ts';
import type { Openings } from '../../webhook/secrets.ts';
import { createBlobs } from './blobs.ts';
import { createEvents } from './events.ts';
import { openDatabase } from './open-database.ts';
import { createOpenings } from './openings.ts';
import { purgeBlobs } from './purge-blobs.ts';
import { createQueue, type LocalQueue } from './queue.ts';
import { createRecords } from './records.ts';
import { groupTransactions } from './transaction.ts';

export type Store = {
	readonly events: EventRecords;
	readonly queue: LocalQueue;
	readonly blobs: Blobs;
	readonly records: Records;
	readonly openings: Openings;
	/** Another number whenever another connection has committed something. */
	readonly version: () => number;
	/** Removes what expired at or before `now` and waits for nobody, with its bytes and letters. Returns how many events. */
	readonly purge: (now: number) => Promise<number>;
	/** Commits what waits, then closes the file. */
	readonly close: () => void;
};

/** Bytes are written before their record. */
const settleMillis = 60 * 60 * 1000;

/**
 * Opens the embedded store: `<dataDir>/hookport.db` and `<dataDir>/blobs/`. `clock` dates messages and dead letters.
 * @throws {Error} with one line, when the folder can't be written or the file is not ours
 */
export function openStore(dataDir: string, clock: () => number = Date.now): Store {
	const db = openDatabase(dataDir);
	const { transact, flush } = groupTransactions(db);
	const { purge, ...events } = createEvents(db, transact);
	const folder = join(dataDir, 'blobs');
	const version = db.prepare('PRAGMA data_version');
	return {
		events,
		queue: createQueue(db, transact, clock),
		records: createRecords(db, transact),
		openings: createOpenings(db, transact),
		blobs: createBlobs(folder),
		// https://www.sqlite.org/pragma.html#pragma_data_version
		version: () => Number(version.get()?.data_version),
		purge: async (now) => {
			const { removed, blobs } = await purge(now);
			await purgeBlobs(folder, { named: blobs, before: now - settleMillis });
			return removed;
		},
		close: () => {
			flush();
			db.close();
		},
	};
}
