import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventRecords } from '../../src/webhook/ports.ts';
import type { EventRecord } from '../../src/webhook/record.ts';
import { noon, sampleRecord, sampleRun, week } from './sample-record.ts';

/** An empty store, opened twice as two processes would, and how to clear it away. */
export type Opened<Port> = { readonly one: Port; readonly other: Port; readonly close: () => Promise<void> };

const key = { source: 'stripe', id: 'evt_1' };
const name = 'invoice-paid';
const second = 1000;
const hour = 3_600_000;
const lease = { now: noon, until: noon + 30 * second };

/** What every cloud's EventRecords must do: each sentence of the port's documentation is a row. */
export function eventsConformance(open: () => Promise<Opened<EventRecords>>): void {
	let opened: Opened<EventRecords>;
	let events: EventRecords;
	const run = async (of = name) => (await events.get(key))?.functions[of];
	beforeEach(async () => {
		opened = await open();
		events = opened.one;
	});
	afterEach(() => opened.close());

	describe('insert', () => {
		it('a new event is committed whole, and returned as it was put in', async () => {
			const record = sampleRecord({
				query: 'a=%20b',
				index: 3,
				unsigned: ['type'],
				secret: 'previous',
				sealed: true,
				body: Buffer.from([0, 255, 254, 10, 0]),
				functions: {
					[name]: sampleRun(),
					ledger: sampleRun({ ack: 'handled', status: 'running', leaseUntil: noon + 1, fence: 1, attempts: 1 }),
				},
			});
			expect(await events.insert(record, noon)).toEqual({});
			expect(await events.get(key)).toEqual(record);
		});

		it('an event without a subscriber, one that could not be read and one whose bytes are in blobs are returned as they were put in', async () => {
			const records = [
				sampleRecord({ id: 'unhandled', functions: {} }),
				sampleRecord({ id: 'unread', functions: {}, reason: 'The body is not JSON.' }),
				sampleRecord({ id: 'big', body: { blob: 'stripe/big' } }),
				sampleRecord({ id: 'empty', body: Buffer.alloc(0) }),
			];
			for (const record of records) await events.insert(record, noon);
			for (const record of records) expect(await events.get(record)).toEqual(record);
		});

		it('an event that is there is not touched, and returned as existing', async () => {
			const first = sampleRecord();
			await events.insert(first, noon);
			expect(await events.insert(sampleRecord({ type: 'other' }), noon + second)).toEqual({ existing: first });
			expect(await events.get(key)).toEqual(first);
		});

		it('of 20 copies at once, over two connections, one is committed and 19 find it', async () => {
			const copies = Array.from({ length: 20 }, (_, index) => sampleRecord({ receivedAt: noon + index }));
			const answers = await Promise.all(copies.map((copy, index) => (index % 2 ? opened.one : opened.other).insert(copy, noon)));
			const kept = await events.get(key);
			expect(answers.filter(({ existing }) => existing === undefined)).toHaveLength(1);
			expect(answers.filter(({ existing }) => existing !== undefined).map(({ existing }) => existing)).toEqual(Array(19).fill(kept));
		});

		it('expiry is decided by time: one millisecond before it the event is there, at it a new one takes its place', async () => {
			const first = sampleRecord();
			const later = sampleRecord({ type: 'later', receivedAt: noon + week, expiresAt: noon + 2 * week });
			await events.insert(first, noon);
			expect(await events.insert(later, noon + week - 1)).toEqual({ existing: first });
			expect(await events.insert(later, noon + week)).toEqual({});
			expect(await events.get(key)).toEqual(later);
		});

		it('the same id from two sources is two events', async () => {
			const records = [sampleRecord(), sampleRecord({ source: 'stripe-eu', type: 'other' })];
			for (const record of records) expect(await events.insert(record, noon)).toEqual({});
			await events.markSent(key, [name], noon);
			expect((await events.get({ source: 'stripe-eu', id: 'evt_1' }))?.functions[name]?.sent).toBe(false);
		});

		it('ids that differ only in what a text column may lose are different events', async () => {
			const ids = ['a', 'A', 'a\u0000', 'a\u0000b', '\ud800', '\ufffd', 'é', 'e\u0301', ' a', 'a ', '1', '1.0', '%', "'", '\u2028'];
			for (const id of ids) expect(await events.insert(sampleRecord({ id }), noon)).toEqual({});
			for (const id of ids) expect((await events.get({ source: 'stripe', id }))?.id).toBe(id);
		});

		it('a body as big as the room is returned byte for byte', async () => {
			const body = Buffer.alloc(events.room, 0xe2);
			await events.insert(sampleRecord({ body }), noon);
			expect((await events.get(key))?.body).toEqual(body);
		});
	});

	describe('get', () => {
		it('an event that is not there is undefined', async () => {
			expect(await events.get(key)).toBeUndefined();
		});

		it('an event that the other connection committed is there', async () => {
			await opened.other.insert(sampleRecord(), noon);
			expect(await opened.one.get(key)).toEqual(sampleRecord());
		});
	});

	describe('claim', () => {
		it('a pending run is claimed: running, leased, attempts and fence counted up', async () => {
			await events.insert(sampleRecord(), noon);
			const claim = await events.claim(key, name, lease);
			const record = await events.get(key);
			expect(claim).toEqual({ outcome: 'claimed', record, attempt: 1, fence: 1 });
			expect(record?.functions[name]).toMatchObject({ status: 'running', attempts: 1, fence: 1, leaseUntil: lease.until });
		});

		it('of 20 claims at once, over two connections, one gets the lease', async () => {
			await events.insert(sampleRecord(), noon);
			const claims = Array.from({ length: 20 }, (_, index) => (index % 2 ? opened.one : opened.other).claim(key, name, lease));
			const outcomes = (await Promise.all(claims)).map(({ outcome }) => outcome);
			expect(outcomes.filter((outcome) => outcome === 'claimed')).toHaveLength(1);
			expect(outcomes.filter((outcome) => outcome === 'leased')).toHaveLength(19);
		});

		it('a leased run is refused until its lease ends, costs no attempt, and is claimed at that millisecond with the next fence', async () => {
			await events.insert(sampleRecord(), noon);
			await events.claim(key, name, lease);
			const early = { now: lease.until - 1, until: lease.until + second };
			expect(await events.claim(key, name, early)).toEqual({ outcome: 'leased', until: lease.until });
			expect((await run())?.attempts).toBe(1);
			const late = { now: lease.until, until: lease.until + second };
			expect(await events.claim(key, name, late)).toMatchObject({ outcome: 'claimed', attempt: 2, fence: 2 });
		});

		it('a run that is done or dead is settled, and stays as it is', async () => {
			await events.insert(
				sampleRecord({ functions: { [name]: sampleRun({ status: 'done' }), ledger: sampleRun({ status: 'dead' }) } }),
				noon,
			);
			const before = await events.get(key);
			expect(await events.claim(key, name, lease)).toEqual({ outcome: 'settled', record: before });
			expect(await events.claim(key, 'ledger', lease)).toEqual({ outcome: 'settled', record: before });
			expect(await events.get(key)).toEqual(before);
		});

		it('no such event, no such subscription, and names that every object has, are absent', async () => {
			await events.insert(sampleRecord(), noon);
			expect(await events.claim({ source: 'stripe', id: 'other' }, name, lease)).toEqual({ outcome: 'absent' });
			for (const other of ['other', 'constructor', '__proto__', 'toString']) {
				expect(await events.claim(key, other, lease)).toEqual({ outcome: 'absent' });
			}
		});

		it('two functions of one event run side by side', async () => {
			await events.insert(sampleRecord({ functions: { [name]: sampleRun(), ledger: sampleRun() } }), noon);
			expect((await events.claim(key, name, lease)).outcome).toBe('claimed');
			expect((await events.claim(key, 'ledger', lease)).outcome).toBe('claimed');
		});
	});

	describe('settle', () => {
		beforeEach(async () => {
			await events.insert(sampleRecord({ functions: { [name]: sampleRun(), ledger: sampleRun() } }), noon);
			await events.claim(key, name, lease);
		});

		it('done keeps the reply and ends the lease', async () => {
			const reply = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'thanks' };
			expect(await events.settle(key, name, 1, { status: 'done', at: noon + 1, reply })).toBe(true);
			expect(await run()).toMatchObject({ status: 'done', attempts: 1, reply });
			expect(await run()).not.toHaveProperty('leaseUntil');
		});

		it('pending keeps the error, and changes dueAt and sent only where they are given', async () => {
			await events.markSent(key, [name], noon);
			await events.settle(key, name, 1, { status: 'pending', at: noon + 1, error: 'first' });
			expect(await run()).toMatchObject({ status: 'pending', lastError: 'first', sent: true, dueAt: noon + 6 * hour });
			await events.claim(key, name, lease);
			await events.settle(key, name, 2, { status: 'pending', at: noon + 1, error: 'second', dueAt: noon + 0.5, sent: false });
			expect(await run()).toMatchObject({ status: 'pending', lastError: 'second', sent: false, dueAt: noon + 0.5, attempts: 2 });
		});

		it('dead keeps the reason, and its dead letter is due at once', async () => {
			await events.markSent(key, [name], noon);
			await events.settle(key, name, 1, { status: 'dead', at: noon + 7, error: 'boom', reason: 'It failed 8 times.' });
			expect(await run()).toMatchObject({ status: 'dead', lastError: 'boom', reason: 'It failed 8 times.', sent: false, dueAt: noon + 7 });
		});

		it('a late finisher is fenced off: the later run is not touched', async () => {
			await events.claim(key, name, { now: lease.until, until: lease.until + 30 * second });
			const before = await events.get(key);
			for (const status of ['done', 'dead', 'pending'] as const) {
				expect(await events.settle(key, name, 1, { status, at: lease.until + 1, error: 'late', reason: 'late' })).toBe(false);
			}
			expect(await events.get(key)).toEqual(before);
			expect(await events.settle(key, name, 2, { status: 'done', at: lease.until + 2 })).toBe(true);
		});

		it('a run past its lease that nobody took over may still end', async () => {
			expect(await events.settle(key, name, 1, { status: 'done', at: lease.until + 1 })).toBe(true);
		});

		it('a run that is not running is not settled, and neither is one that is not there', async () => {
			await events.settle(key, name, 1, { status: 'done', at: noon });
			const before = await events.get(key);
			expect(await events.settle(key, name, 1, { status: 'dead', at: noon, reason: 'again' })).toBe(false);
			expect(await events.settle(key, 'ledger', 0, { status: 'done', at: noon })).toBe(false);
			expect(await events.settle(key, 'other', 1, { status: 'done', at: noon })).toBe(false);
			expect(await events.settle({ source: 'x', id: 'x' }, name, 1, { status: 'done', at: noon })).toBe(false);
			expect(await events.get(key)).toEqual(before);
		});

		it('two functions of one event that end at once, over two connections, both end', async () => {
			await events.claim(key, 'ledger', lease);
			await Promise.all([
				opened.one.settle(key, name, 1, { status: 'done', at: noon }),
				opened.other.settle(key, 'ledger', 1, { status: 'done', at: noon }),
			]);
			expect([(await run())?.status, (await run('ledger'))?.status]).toEqual(['done', 'done']);
		});
	});

	describe('due and markSent', () => {
		const ids = (records: readonly EventRecord[]) => records.map(({ id }) => id);

		it('unsent runs that were due at or before now come oldest first, as many as asked for', async () => {
			const at = { c: noon + 3, a: noon + 1, d: noon + 4, b: noon + 2 };
			for (const [id, dueAt] of Object.entries(at)) {
				await events.insert(
					sampleRecord({ id, functions: { [name]: sampleRun({ dueAt }), ledger: sampleRun({ dueAt: noon + 9 }) } }),
					noon,
				);
			}
			expect(ids(await events.due(noon + 3, 10))).toEqual(['a', 'b', 'c']);
			expect(ids(await events.due(noon + 3, 2))).toEqual(['a', 'b']);
			expect(ids(await events.due(noon, 10))).toEqual([]);
		});

		it('an event is due until each of its runs is marked as sent', async () => {
			await events.insert(sampleRecord({ functions: { [name]: sampleRun(), ledger: sampleRun() } }), noon);
			await events.markSent(key, [name, 'other'], noon);
			expect(ids(await events.due(noon, 10))).toEqual(['evt_1']);
			await events.markSent(key, ['ledger'], noon);
			expect(await events.due(noon, 10)).toEqual([]);
			expect(Object.values((await events.get(key))?.functions ?? {}).map(({ sent }) => sent)).toEqual([true, true]);
		});

		it('a dead run whose letter is not sent is due until that is marked, and a late mark of its message is none', async () => {
			await events.insert(sampleRecord({ functions: { [name]: sampleRun({ sent: true }) } }), noon);
			await events.claim(key, name, lease);
			await events.settle(key, name, 1, { status: 'dead', at: noon + 5, reason: 'It failed.' });
			expect(await events.due(noon + 4, 10)).toEqual([]);
			expect(ids(await events.due(noon + 5, 10))).toEqual(['evt_1']);
			await events.markSent(key, [name], noon + 6);
			expect(ids(await events.due(noon + 5, 10))).toEqual(['evt_1']);
			await events.markBuried(key, name);
			expect(await events.due(noon + 5, 10)).toEqual([]);
		});

		it('a run that was sent is due again six hours later, unless it has ended: its queue may have lost the message', async () => {
			await events.insert(sampleRecord({ id: 'lost' }), noon);
			await events.insert(sampleRecord(), noon);
			for (const id of ['lost', 'evt_1']) await events.markSent({ ...key, id }, [name], noon);
			await events.claim(key, name, lease);
			await events.settle(key, name, 1, { status: 'done', at: noon });
			expect(await events.due(noon + 6 * hour - 1, 10)).toEqual([]);
			expect(ids(await events.due(noon + 6 * hour, 10))).toEqual(['lost']);
			await events.markSent({ ...key, id: 'lost' }, [name], noon + 6 * hour);
			expect(await events.due(noon + 12 * hour - 1, 10)).toEqual([]);
		});

		it('a run that is going on is due when its lease has ended', async () => {
			await events.insert(sampleRecord(), noon);
			await events.claim(key, name, lease);
			expect(await events.due(lease.until - 1, 10)).toEqual([]);
			expect(ids(await events.due(lease.until, 10))).toEqual(['evt_1']);
		});

		it('an event that is to be erased is due for that once nobody waits for it, and no more when it is forgotten', async () => {
			const [early, late] = [noon + hour, noon + 12 * hour];
			await events.insert(sampleRecord({ eraseAt: early }), noon);
			await events.insert(sampleRecord({ id: 'nobody', eraseAt: early, functions: {} }), noon);
			await events.markSent(key, [name], noon);
			expect(ids(await events.due(early, 10))).toEqual(['nobody']);
			await events.claim(key, name, lease);
			await events.settle(key, name, 1, { status: 'done', at: noon });
			expect(ids(await events.due(early - 1, 10))).toEqual([]);
			expect(ids(await events.due(early, 10)).sort()).toEqual(['evt_1', 'nobody']);
			for (const id of ['evt_1', 'nobody']) await events.forget({ ...key, id }, early);
			expect(await events.due(late, 10)).toEqual([]);
		});

		it('a run that is done has nothing left to send', async () => {
			await events.insert(sampleRecord(), noon);
			await events.claim(key, name, lease);
			await events.settle(key, name, 1, { status: 'done', at: noon });
			expect(await events.due(noon + week, 10)).toEqual([]);
		});

		it('a run that is replayed meanwhile is not taken for sent when its dead letter is marked late', async () => {
			await events.insert(sampleRecord({ functions: { [name]: sampleRun({ status: 'dead' }) } }), noon);
			await events.reopen(key, [name], noon);
			await events.markBuried(key, name);
			expect(ids(await events.due(noon, 10))).toEqual(['evt_1']);
		});

		it('a record that is not there can be marked without an error', async () => {
			await expect(events.markBuried(key, name)).resolves.toBeUndefined();
			await expect(events.markSent(key, [name], noon)).resolves.toBeUndefined();
		});
	});

	describe('reopen', () => {
		it('a dead, a done and a pending run become pending, unsent and due, with no attempts and one more replay', async () => {
			const functions = {
				[name]: sampleRun({ status: 'dead', attempts: 8, fence: 8, sent: true, reason: 'It failed 8 times.', lastError: 'boom' }),
				ledger: sampleRun({ status: 'done', attempts: 1, fence: 1, sent: true, replays: 1 }),
				left: sampleRun({ status: 'done', attempts: 1, fence: 1, sent: true }),
			};
			await events.insert(sampleRecord({ functions }), noon);
			const record = await events.reopen(key, [name, 'ledger', 'other'], noon + 9);
			const reopened = { status: 'pending', attempts: 0, sent: false, dueAt: noon + 9 };
			expect(record).toEqual(await events.get(key));
			expect(record?.functions[name]).toMatchObject({ ...reopened, fence: 8, replays: 1 });
			expect(record?.functions[name]).not.toHaveProperty('reason');
			expect(record?.functions.ledger).toMatchObject({ ...reopened, fence: 1, replays: 2 });
			expect(record?.functions.left).toEqual(functions.left);
			expect(Object.keys(record?.functions ?? {}).sort()).toEqual([name, 'ledger', 'left'].sort());
			expect(await events.due(noon + 9, 10)).toEqual([record]);
		});

		it('a running one is left alone', async () => {
			await events.insert(sampleRecord(), noon);
			await events.claim(key, name, lease);
			const before = await events.get(key);
			expect(await events.reopen(key, [name], noon + 9)).toEqual(before);
			expect(await events.get(key)).toEqual(before);
		});

		it('an event that is not there is undefined', async () => {
			expect(await events.reopen(key, [name], noon)).toBeUndefined();
		});
	});

	describe('subscribe', () => {
		const late = sampleRun({ dueAt: noon + 9, replays: 1 });

		it('an event that nobody waited for gets the run, and is pending and due by it', async () => {
			await events.insert(sampleRecord({ functions: {} }), noon);
			const record = await events.subscribe(key, name, late);
			expect(record).toEqual(sampleRecord({ functions: { [name]: late } }));
			expect(await events.get(key)).toEqual(record);
			expect(await events.list({ status: 'pending' })).toEqual([record]);
			expect(await events.due(noon + 9, 10)).toEqual([record]);
		});

		it('a function that has a run keeps it', async () => {
			const before = sampleRecord({ functions: { [name]: sampleRun({ status: 'done', attempts: 1 }) } });
			await events.insert(before, noon);
			expect(await events.subscribe(key, name, late)).toEqual(before);
			expect(await events.get(key)).toEqual(before);
		});

		it('other runs stay as they are', async () => {
			await events.insert(sampleRecord(), noon);
			await Promise.all([events.subscribe(key, 'ledger', late), opened.other.claim(key, name, lease)]);
			expect(await events.get(key)).toMatchObject({ functions: { [name]: { status: 'running', fence: 1 }, ledger: late } });
		});

		it('an event that is not there is undefined', async () => {
			expect(await events.subscribe(key, name, late)).toBeUndefined();
		});
	});

	describe('forget', () => {
		const at = noon + 5;
		const reply = { status: 200, headers: {}, body: 'canary' };
		const dead = sampleRun({
			status: 'dead',
			attempts: 3,
			fence: 3,
			sent: true,
			lastError: 'canary',
			reason: 'payload does not fit: canary',
		});
		const full = (changes: Partial<EventRecord> = {}) =>
			sampleRecord({
				headers: { 'x-a': 'canary' },
				query: 'a=canary',
				sha256: 'canary',
				unsigned: ['id'],
				secret: 'previous',
				index: 2,
				functions: {
					[name]: sampleRun({ attempts: 1, fence: 1, lastError: 'canary' }),
					answered: sampleRun({ status: 'done', attempts: 1, fence: 7, ack: 'handled', reply }),
					given: dead,
				},
				...changes,
			});

		it('nothing of what was sent or answered is left; what was done stays done, and what waits is dead without a letter', async () => {
			await events.insert(full(), noon);
			const left = await events.forget(key, at);
			expect(left).toEqual({
				...sampleRecord({
					headers: {},
					sha256: '',
					body: Buffer.alloc(0),
					unsigned: ['id'],
					secret: 'previous',
					index: 2,
					forgottenAt: at,
				}),
				functions: {
					[name]: sampleRun({ status: 'dead', attempts: 1, fence: 1, sent: true, reason: 'forgotten by an operator' }),
					answered: sampleRun({ status: 'done', attempts: 1, fence: 7, ack: 'handled' }),
					given: sampleRun({ status: 'dead', attempts: 3, fence: 3, sent: true, reason: 'payload does not fit' }),
				},
			});
			expect(await opened.other.get(key)).toEqual(left);
			expect(await events.due(noon + week, 10)).toEqual([]);
			expect(await events.list({ status: 'dead' })).toEqual([left]);
		});

		it('bytes in blobs are named still, so that removing them can be tried again; an unreadable event stays dead for its reason', async () => {
			await events.insert(full({ body: { blob: 'stripe/big' }, functions: {}, reason: 'body-malformed' }), noon);
			expect(await events.forget(key, at)).toMatchObject({ body: { blob: 'stripe/big' }, sha256: '', reason: 'body-malformed' });
			expect(await events.list({ status: 'dead' })).toHaveLength(1);
		});

		it('a second copy finds it and brings nothing back, until it expires', async () => {
			await events.insert(full(), noon);
			const left = await events.forget(key, at);
			expect(await events.insert(full(), noon + week - 1)).toEqual({ existing: left });
			expect(await events.get(key)).toEqual(left);
			const later = full({ expiresAt: noon + 2 * week });
			expect(await events.insert(later, noon + week)).toEqual({});
			expect(await events.get(key)).toEqual(later);
		});

		it.each([
			['done', { status: 'done', at, reply }, 'done'],
			['to be tried again', { status: 'pending', at, error: 'canary' }, 'dead'],
			['dead', { status: 'dead', at, error: 'canary', reason: 'payload does not fit: canary' }, 'dead'],
		] as const)('a run that is under way may end %s, and leaves nothing', async (_, settlement, status) => {
			await events.insert(full(), noon);
			await events.claim(key, name, lease);
			expect((await opened.other.forget(key, at))?.functions[name]).toMatchObject({ status: 'running', fence: 2 });
			expect(await events.claim(key, name, { now: at, until: lease.until })).toEqual({ outcome: 'leased', until: lease.until });
			expect(await events.settle(key, name, 1, settlement)).toBe(false);
			expect(await events.settle(key, name, 2, settlement)).toBe(true);
			expect(await run()).toMatchObject({ status, attempts: 2 });
			expect(JSON.stringify(await events.get(key))).not.toContain('canary');
		});

		it('a run that never ended is dead at the next claim, and runs no more', async () => {
			await events.insert(full(), noon);
			await events.claim(key, name, lease);
			await events.forget(key, at);
			const claim = await opened.other.claim(key, name, { now: lease.until, until: lease.until + second });
			expect(claim).toMatchObject({ outcome: 'settled', record: { functions: { [name]: { status: 'dead', attempts: 2, fence: 2 } } } });
			expect(await run()).toEqual(
				sampleRun({ status: 'dead', attempts: 2, fence: 2, sent: true, dueAt: lease.until, reason: 'forgotten by an operator' }),
			);
			expect(await events.settle(key, name, 2, { status: 'done', at: lease.until + 1 })).toBe(false);
		});

		it('nothing is run for it again, however it is asked', async () => {
			await events.insert(full(), noon);
			const left = await events.forget(key, at);
			expect(await opened.other.claim(key, name, lease)).toEqual({ outcome: 'settled', record: left });
			expect(await opened.other.reopen(key, [name, 'answered', 'given'], noon + 9)).toEqual(left);
			expect(await opened.other.subscribe(key, 'ledger', sampleRun())).toEqual(left);
			await opened.other.markSent(key, [name], noon);
			expect(await events.get(key)).toEqual(left);
		});

		it('once more changes nothing, and an event that is not there is undefined', async () => {
			await events.insert(full(), noon);
			const left = await events.forget(key, at);
			expect(await opened.other.forget(key, at + 1)).toEqual(left);
			expect(await events.forget({ source: 'stripe', id: 'other' }, at)).toBeUndefined();
		});

		it('runs that end meanwhile, over two connections, neither get lost nor bring anything back', async () => {
			const functions = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`f${index}`, sampleRun()]));
			await events.insert(full({ functions }), noon);
			for (const each of Object.keys(functions)) await events.claim(key, each, lease);
			const ends = Object.keys(functions).map((each) => opened.other.settle(key, each, 1, { status: 'done', at, reply }));
			await Promise.all([...ends, events.forget(key, at)]);
			const record = await events.get(key);
			expect(Object.values(record?.functions ?? {}).map(({ status }) => status)).toEqual(Array(8).fill('done'));
			expect(JSON.stringify(record)).not.toContain('canary');
		});
	});

	describe('walk', () => {
		const ids = async (filter: Parameters<EventRecords['walk']>[0]) => {
			const found: string[] = [];
			for await (const { id } of events.walk(filter)) found.push(id);
			return found.sort();
		};

		it('every event that fits comes once, however many came at one time', async () => {
			const all = Array.from({ length: 230 }, (_, index) => `evt_${1000 + index}`);
			await Promise.all(all.map((id) => events.insert(sampleRecord({ id }), noon)));
			expect(await ids({ source: 'stripe' })).toEqual(all);
		});

		it('source, type, since and until choose, and what is walked over is whole', async () => {
			const day = 24 * 60 * 60 * second;
			const old = sampleRecord({ id: 'old', receivedAt: noon - 40 * day });
			const other = sampleRecord({ id: 'other', source: 'github', type: 'push' });
			for (const record of [old, sampleRecord(), other]) await events.insert(record, noon);
			expect(await ids({})).toEqual(['evt_1', 'old', 'other']);
			expect(await ids({ source: 'stripe' })).toEqual(['evt_1', 'old']);
			expect(await ids({ type: 'push' })).toEqual(['other']);
			expect(await ids({ since: noon })).toEqual(['evt_1', 'other']);
			expect(await ids({ until: noon - 1 })).toEqual(['old']);
			expect(await ids({ since: noon - 40 * day, until: noon - 40 * day })).toEqual(['old']);
			for await (const record of events.walk({ source: 'github' })) expect(record).toEqual(other);
		});
	});

	describe('list', () => {
		beforeEach(async () => {
			const records = [
				sampleRecord({ id: 'pending' }),
				sampleRecord({ id: 'done', receivedAt: noon + 1, functions: { [name]: sampleRun({ status: 'done', sent: true }) } }),
				sampleRecord({ id: 'dead', receivedAt: noon + 2, type: 'other', functions: { [name]: sampleRun({ status: 'dead' }) } }),
				sampleRecord({ id: 'unhandled', receivedAt: noon + 3, source: 'github', functions: {} }),
				sampleRecord({ id: 'unread', receivedAt: noon + 4, source: 'github', reason: 'Not JSON.', functions: {} }),
			];
			for (const record of records) await events.insert(record, noon);
		});

		it.each([
			[{}, ['unread', 'unhandled', 'dead', 'done', 'pending']],
			[{ limit: 2 }, ['unread', 'unhandled']],
			[{ source: 'github' }, ['unread', 'unhandled']],
			[{ type: 'other' }, ['dead']],
			[{ status: 'pending' }, ['pending']],
			[{ status: 'done' }, ['done']],
			[{ status: 'dead' }, ['unread', 'dead']],
			[{ status: 'unhandled' }, ['unhandled']],
			[{ since: noon + 3 }, ['unread', 'unhandled']],
			[{ since: noon + 2, until: noon + 3 }, ['unhandled', 'dead']],
			[{ source: 'stripe', type: 'invoice.paid', status: 'done', since: noon + 1, limit: 1 }, ['done']],
			[{ source: 'nobody' }, []],
		] as const)('%j gives %j, newest first', async (filter, expected) => {
			expect((await events.list(filter)).map(({ id }) => id)).toEqual(expected);
		});

		it('an event whose runs ended is listed under what became of it', async () => {
			const pending = { source: 'stripe', id: 'pending' };
			await events.claim(pending, name, lease);
			expect(await events.list({ status: 'pending' })).toEqual([await events.get(pending)]);
			await events.settle(pending, name, 1, { status: 'done', at: noon });
			expect(await events.list({ status: 'pending' })).toEqual([]);
			expect((await events.list({ status: 'done' })).map(({ id }) => id)).toEqual(['done', 'pending']);
		});
	});
}
