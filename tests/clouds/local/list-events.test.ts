import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { matches } from '../../../src/clouds/event-filter.ts';
import { openStore, type Store } from '../../../src/clouds/local/open-store.ts';
import type { EventFilter } from '../../../src/webhook/ports.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { temporaryFolder } from './temporary-store.ts';

const sources = ['stripe', 'stripe-eu', 'github'];
const types = ['invoice.paid', 'push'];
const runs: readonly EventRecord['functions'][] = [
	{},
	{ f: sampleRun({}) },
	{ f: sampleRun({ status: 'done' }) },
	{ f: sampleRun({ status: 'dead' }) },
];

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
beforeEach(() => {
	folder = temporaryFolder();
	store = openStore(folder.path, () => noon);
});
afterEach(() => {
	store.close();
	folder.remove();
});

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;
/** In pairs of the same time, of which the one that came later is listed first. */
const records = Array.from({ length: 120 }, (_, index) =>
	sampleRecord({
		id: `event-${index}`,
		source: pick(sources, index),
		type: pick(types, Math.floor(index / 3)),
		receivedAt: noon + Math.floor(index / 2),
		functions: pick(runs, Math.floor(index / 6)),
	}),
);
const none = [undefined];
const filters: readonly EventFilter[] = [...none, ...sources, 'nobody'].flatMap((source) =>
	[...none, ...types, 'nothing'].flatMap((type) =>
		[undefined, 'pending' as const, 'done' as const, 'dead' as const, 'unhandled' as const].flatMap((status) =>
			[{}, { limit: 3 }, { since: noon + 10, until: noon + 40, limit: 7 }, { since: noon + 50 }].map((rest) => ({
				...(source !== undefined && { source }),
				...(type !== undefined && { type }),
				...(status !== undefined && { status }),
				...rest,
			})),
		),
	),
);

describe('a list of events', () => {
	it('given any filter → the newest that fit, and of one time that which came last', async () => {
		await Promise.all(records.map((record) => store.events.insert(record, noon)));

		const newestFirst = records.toReversed();
		for (const filter of filters) {
			const found = await store.events.list(filter);
			const expected = newestFirst.filter((record) => matches(record, filter)).slice(0, filter.limit);
			expect([filter, found.map(({ id }) => id)]).toEqual([filter, expected.map(({ id }) => id)]);
		}
	});
});

describe('what is asked of a store in which much is kept', () => {
	it('is found by an index, whatever it is', () => {
		const asked: string[] = [];
		const prepare = DatabaseSync.prototype.prepare;
		DatabaseSync.prototype.prepare = function (sql) {
			asked.push(sql);
			return prepare.call(this, sql);
		};
		try {
			openStore(folder.path).close();
		} finally {
			DatabaseSync.prototype.prepare = prepare;
		}
		const db = new DatabaseSync(`${folder.path}/hookport.db`);
		const plans = asked.filter((sql) => /\bevents\b/.test(sql)).map((sql) => db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
		db.close();

		const details = plans.flat().map(({ detail }) => String(detail));
		expect(details.length).toBeGreaterThan(30);
		// Those whose bytes are in blobs, and the names found so far, are few.
		expect(details.filter((detail) => /SCAN events\b(?! USING INDEX events_blobs)|TEMP B-TREE/.test(detail))).toEqual([]);
	});
});
