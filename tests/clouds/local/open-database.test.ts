import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore } from '../../../src/clouds/local/open-store.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { temporaryFolder } from './temporary-store.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
	folder = temporaryFolder();
});
afterEach(() => folder.remove());

const open = () => new DatabaseSync(join(folder.path, 'hookport.db'));
const record = sampleRecord({ functions: { 'invoice-paid': sampleRun({ status: 'dead' }) } });

/** The indexes that there were, over the same tables. */
const asVersion1 = `
	DROP INDEX events_status;
	DROP INDEX events_source;
	DROP INDEX events_type;
	DROP INDEX events_blobs;
	CREATE INDEX events_received ON events (received_at);
	PRAGMA user_version = 1;
`;

async function written(change: string): Promise<void> {
	const store = openStore(folder.path, () => noon);
	await store.events.insert(record, noon);
	store.close();
	const db = open();
	db.exec(change);
	db.close();
}

const schemaOf = () => {
	const db = open();
	const rows = db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
	db.close();
	return rows.map(({ name, sql }) => [String(name), String(sql).replace(/\s+/g, ' ')]);
};

describe('a store', () => {
	it('given one that version 1 wrote → it is brought up to date, with all that is in it', async () => {
		await written('');
		const current = schemaOf();
		await written(asVersion1);
		expect(schemaOf()).not.toEqual(current);

		const stores = [openStore(folder.path), openStore(folder.path)] as const;
		const found = await Promise.all(stores.map(({ events }) => events.list({ status: 'dead' })));
		for (const store of stores) store.close();

		expect(found).toEqual([[record], [record]]);
		expect(schemaOf()).toEqual(current);
	});

	it('given one that a later version wrote → one line, and it stays as it is', async () => {
		await written('PRAGMA user_version = 3');
		const before = schemaOf();

		expect(() => openStore(folder.path)).toThrow(/was written by another version of Hookport/);
		expect(schemaOf()).toEqual(before);
	});
});
