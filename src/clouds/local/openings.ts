import type { DatabaseSync } from 'node:sqlite';
import type { Openings } from '../../webhook/secrets.ts';
import type { Transact } from './transaction.ts';

/**
 * In the table of the functions' records, where none of them can get at it: their keys are JSON, in quotes, and a source's name stands here without any. So a store
 * that is there already needs no other table.
 */
export function createOpenings(db: DatabaseSync, transact: Transact): Openings {
	const put = db.prepare(
		"INSERT INTO records (collection, key, value) VALUES ('opening', ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
	);
	const get = db.prepare("SELECT value FROM records WHERE collection = 'opening' AND key = ?");
	const remove = db.prepare("DELETE FROM records WHERE collection = 'opening' AND key = ?");
	return {
		open: async (source, until) => void (await transact(() => put.run(source, String(until)))),
		get: async (source) => {
			const row = get.get(source);
			return row && Number(row.value);
		},
		close: async (source) => void (await transact(() => remove.run(source))),
	};
}
