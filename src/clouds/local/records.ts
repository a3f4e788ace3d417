import type { DatabaseSync } from 'node:sqlite';
import type { Records } from '../../webhook/ports.ts';
import type { Transact } from './transaction.ts';

export function createRecords(db: DatabaseSync, transact: Transact): Records {
	const insert = db.prepare('INSERT INTO records (collection, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
	const put = db.prepare('INSERT INTO records (collection, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');
	const get = db.prepare('SELECT value FROM records WHERE collection = ? AND key = ?');
	const remove = db.prepare('DELETE FROM records WHERE collection = ? AND key = ?');
	return {
		insert: async (collection, key, value) => {
			const text = encode(value);
			return transact(() => insert.run(collection, JSON.stringify(key), text).changes > 0);
		},
		put: async (collection, key, value) => {
			const text = encode(value);
			await transact(() => put.run(collection, JSON.stringify(key), text));
		},
		get: async (collection, key) => {
			const row = get.get(collection, JSON.stringify(key));
			return row === undefined ? undefined : JSON.parse(String(row.value));
		},
		remove: async (collection, key) => {
			await transact(() => remove.run(collection, JSON.stringify(key)));
		},
	};
}

function encode(value: unknown): string {
	const text: string | undefined = JSON.stringify(value);
	if (text === undefined) throw new TypeError('A record has to be JSON: undefined and functions are not.');
	return text;
}
