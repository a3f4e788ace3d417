import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvents } from '../../../src/clouds/local/events.ts';
import { openDatabase } from '../../../src/clouds/local/open-database.ts';
import { createQueue } from '../../../src/clouds/local/queue.ts';
import { createRecords } from '../../../src/clouds/local/records.ts';
import { groupTransactions } from '../../../src/clouds/local/transaction.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import { keyOfRecord, noon, sampleRecord, sampleRun, week } from '../../ports/sample-record.ts';
import { temporaryFolder } from './temporary-store.ts';

let db: DatabaseSync;
let folder: ReturnType<typeof temporaryFolder>;
let ports: ReturnType<typeof createPorts>;

beforeEach(async () => {
	folder = temporaryFolder();
	db = openDatabase(folder.path);
	ports = createPorts();
	await ports.events.insert(sampleRecord(), noon);
	await ports.events.insert(sampleRecord({ id: 'evt_old', expiresAt: noon, functions: {} }), noon);
	await ports.events.claim(key, name, { now: noon, until: noon + 1000 });
	await ports.queue.send([message, message]);
	await ports.records.put('payments', 'in_1', 'paid');
	// https://www.sqlite.org/pragma.html#pragma_max_page_count: as on a full disk, nothing gets room that does not have it.
	db.exec(`PRAGMA max_page_count = ${db.prepare('PRAGMA page_count').get()?.page_count}`);
});
afterEach(() => {
	db.close();
	folder.remove();
});

function createPorts() {
	const { transact } = groupTransactions(db);
	return { events: createEvents(db, transact), queue: createQueue(db, transact, () => noon), records: createRecords(db, transact) };
}

const record = sampleRecord();
const key = keyOfRecord(record);
const name = 'invoice-paid';
const message = messageFor(record, name);
/** More than a page, so that it never fits into what is left of one. */
const large = 'Größe '.repeat(2000);
const largeMessage = messageFor(sampleRecord({ type: large }), name);

const tables = ['events', 'messages', 'letters', 'records'];
const rows = () => tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all());

type Act = (on: ReturnType<typeof createPorts>) => Promise<unknown>;

describe('a store that is full', () => {
	it.each<[string, Act]>([
		['insert of an event', ({ events }) => events.insert(sampleRecord({ id: 'evt_2', body: Buffer.from(large) }), noon)],
		['insert in place of an expired one', ({ events }) => events.insert(sampleRecord({ id: 'evt_old', body: Buffer.from(large) }), noon)],
		['settle', ({ events }) => events.settle(key, name, 1, { status: 'done', at: noon, reply: { status: 200, headers: {}, body: large } })],
		['subscribe', ({ events }) => events.subscribe(key, large, sampleRun())],
		['send', ({ queue }) => queue.send([message, largeMessage])],
		['bury', ({ queue }) => queue.bury(largeMessage, 'poison')],
		['insert of a record', ({ records }) => records.insert('payments', 'in_2', large)],
		['put', ({ records }) => records.put('payments', 'in_1', large)],
	])('rejects %s that needs room, keeps everything as it was, and does it once there is room', async (_, act) => {
		const before = rows();

		const refused = await act(ports).catch(String);
		const after = rows();
		db.exec('PRAGMA max_page_count = 1000000');
		await act(ports);

		expect(refused).toBe('Error: database or disk is full');
		expect(after).toEqual(before);
		expect(rows()).not.toEqual(before);
	});

	it('goes on with what is in it', async () => {
		const { events, queue, records } = ports;

		const [first, second] = await queue.take({ now: noon, until: noon + 1000 }, [name], 2);
		if (first === undefined || second === undefined) throw new Error('there were two');
		const done = [await queue.acknowledge(first), await queue.delay(second, noon + 5000)];
		await events.markSent(key, [name], noon);
		const claim = await events.claim(key, name, { now: noon + 1000, until: noon + 2000 });
		const settled = await events.settle(key, name, 2, { status: 'done', at: noon + 1500 });
		const listed = await events.list({});
		const paid = await records.get('payments', 'in_1');
		const reopened = await events.reopen(key, [name], noon + 3000);
		const forgotten = await events.forget(key, noon + week);
		const purged = await events.purge(noon);

		expect(done).toEqual([true, true]);
		expect(claim).toMatchObject({ outcome: 'claimed', attempt: 2 });
		expect(settled).toBe(true);
		expect(listed.map(({ id }) => id)).toEqual(['evt_old', 'evt_1']);
		expect(paid).toBe('paid');
		expect(reopened?.functions[name]).toMatchObject({ status: 'pending' });
		expect(forgotten).toMatchObject({ forgottenAt: noon + week });
		expect(purged.removed).toBe(1);
	});

	it('does what fits, though it was asked in one tick with what does not', async () => {
		const { records } = ports;

		const outcomes = await Promise.allSettled(
			['small', large, 'small too'].map((value) => records.put('payments', value.slice(0, 9), value)),
		);
		const kept = await Promise.all(['small', large.slice(0, 9), 'small too'].map((each) => records.get('payments', each)));

		expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
		expect(kept).toEqual(['small', undefined, 'small too']);
	});
});
