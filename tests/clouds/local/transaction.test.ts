import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../../src/clouds/local/open-database.ts';
import { groupTransactions, type Sync, type Transact } from '../../../src/clouds/local/transaction.ts';
import { temporaryFolder } from './temporary-store.ts';

// https://www.sqlite.org/pragma.html#pragma_synchronous
const levels = { 1: 'NORMAL', 2: 'FULL' } as const;

let db: DatabaseSync;
let folder: ReturnType<typeof temporaryFolder>;
let transact: Transact;

beforeEach(() => {
	folder = temporaryFolder();
	db = openDatabase(folder.path);
	transact = groupTransactions(db).transact;
});
afterEach(() => {
	db.close();
	folder.remove();
});

const level = () => levels[db.prepare('PRAGMA synchronous').get()?.synchronous as keyof typeof levels];

describe('the transaction of a tick', () => {
	it.each([
		['is on the disk before it resolves', [undefined], 'FULL'],
		['is on the disk before it resolves, when one of its calls asks for it', ['later', 'now', 'later'], 'FULL'],
		['waits for the next one, when none of its calls asks for it', ['later', 'later'], 'NORMAL'],
	] as const)('%s', async (_, syncs, expected) => {
		await transact(() => {}, 'later');

		const seen = await Promise.all(syncs.map((sync: Sync | undefined) => transact(level, sync)));

		expect(new Set(seen)).toEqual(new Set([expected]));
	});
});
