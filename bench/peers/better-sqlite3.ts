// Inserts an event of 1 KB with better-sqlite3 and commits it; what proved the sender, the queue and the answer are left out. Prints its time over that of one fdatasync.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { folder } from '../embedded.ts';
import { compare } from '../measure.ts';
import { oneSync } from '../one-sync.ts';

type Statement = { readonly run: (...values: unknown[]) => unknown };
type Database = {
	readonly pragma: (text: string) => unknown;
	readonly exec: (text: string) => void;
	readonly prepare: (text: string) => Statement;
};
const BetterSqlite3 = createRequire(import.meta.url)('better-sqlite3') as new (file: string) => Database;

const { path, remove } = folder();
try {
	const db = new BetterSqlite3(join(path, 'peer.db'));
	// https://github.com/WiseLibs/better-sqlite3/blob/master/docs/performance.md, and FULL, without which a power cut loses what was committed.
	db.pragma('journal_mode = WAL');
	db.pragma('synchronous = FULL');
	db.exec(
		'CREATE TABLE events (id TEXT PRIMARY KEY, type TEXT NOT NULL, received_at INTEGER NOT NULL, status TEXT NOT NULL, body BLOB NOT NULL)',
	);
	db.exec('CREATE INDEX events_received ON events (received_at)');
	const insert = db.prepare("INSERT INTO events VALUES (?, ?, ?, 'pending', ?) ON CONFLICT DO NOTHING");
	const body = Buffer.alloc(1_024, 'x');
	const { synced, close } = oneSync(path);
	const { ratio } = await compare([synced, () => insert.run(randomUUID(), 'invoice.paid', Date.now(), body)], {
		millis: 100,
		clock: 'wall',
	});
	close();
	process.stdout.write(`${JSON.stringify(ratio[1])}\n`);
} finally {
	remove();
}
