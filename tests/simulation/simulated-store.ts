import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type EventRow, fromRow, rowKey } from '../../src/clouds/local/event-row.ts';
import { openStore } from '../../src/clouds/local/open-store.ts';
import type { EventKey, EventRecord } from '../../src/webhook/record.ts';

export type SimulatedStore = ReturnType<typeof openSimulatedStore>;

/** The embedded store itself, in memory where the machine has such a folder, for many simulations one after the other. */
export function openSimulatedStore() {
	const memory = '/dev/shm';
	const dataDir = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'hookport-'));
	let now = Date.now;
	const store = openStore(dataDir, () => now());
	const reader = new DatabaseSync(join(dataDir, 'hookport.db'));
	const [find, letters, soonest, count] = [
		'SELECT fields, functions, body FROM events WHERE key = ?',
		'SELECT function, key FROM letters',
		'SELECT min(at) AS at FROM (SELECT min(visible_at) AS at FROM messages UNION ALL SELECT min(due_at) FROM events)',
		'SELECT count(*) AS count FROM events',
	].map((sql) => reader.prepare(sql));
	return {
		store,
		/** Empty again, with another clock. */
		renew: (clock: () => number) => {
			now = clock;
			reader.exec('DELETE FROM events; DELETE FROM messages; DELETE FROM letters; DELETE FROM records; DELETE FROM sqlite_sequence');
		},
		find: (key: EventKey): EventRecord | undefined => {
			const row = find?.get(rowKey(key));
			// Sound because the statement names the columns of an EventRow.
			return row && fromRow(row as EventRow);
		},
		count: () => Number(count?.get()?.count),
		letters: () => new Set(letters?.all().map((row) => `${row.function} ${(JSON.parse(String(row.key)) as string[]).join(' ')}`)),
		soonest: () => {
			const at = soonest?.get()?.at;
			return at === null ? undefined : Number(at);
		},
		purge: (name: string) => void reader.prepare('DELETE FROM messages WHERE function = ?').run(name),
		close: () => {
			store.close();
			reader.close();
			rmSync(dataDir, { recursive: true });
		},
	};
}
