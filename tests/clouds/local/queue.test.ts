import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalQueue } from '../../../src/clouds/local/queue.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import type { Opened } from '../../ports/events.conformance.ts';
import { queueConformance, type WatchedQueue } from '../../ports/queue.conformance.ts';
import { sampleRecord } from '../../ports/sample-record.ts';
import { openTwice } from './temporary-store.ts';

/** The store of these tests dates messages with this, and everything else is relative to it. */
const start = 1000;
const minute = 60_000;
const first = messageFor(sampleRecord({ id: 'evt_1' }), 'invoice-paid');
const second = messageFor(sampleRecord({ id: 'evt_2' }), 'invoice-paid');
const lease = { now: start, until: start + minute };

function watch(queue: LocalQueue): WatchedQueue {
	return {
		...queue,
		waiting: async (name) => (await queue.take(lease, [name], 100)).map(({ message }) => message),
		letters: async (name) => (await queue.letters({ function: name })).map(({ message, reason }) => ({ message, reason })),
	};
}

const open = () =>
	openTwice(
		(store) => store.queue,
		() => start,
	);

describe('the queue of the local cloud', () => {
	queueConformance(() =>
		openTwice(
			(store) => watch(store.queue),
			() => start,
		),
	);
});

describe('leases of the local queue', () => {
	let opened: Opened<LocalQueue>;
	let queue: LocalQueue;
	const take = (now: number, limit = 10) => queue.take({ now, until: now + minute }, ['invoice-paid'], limit);
	beforeEach(async () => {
		opened = await open();
		queue = opened.one;
		await queue.send([first, second]);
	});
	afterEach(() => opened.close());

	it('a taken message is not visible to another until its lease ends, and is at that millisecond', async () => {
		const taken = await take(start, 1);
		expect(taken.map(({ message }) => message)).toEqual([first]);
		expect(
			(await opened.other.take({ now: start + minute - 1, until: start + 2 * minute }, ['invoice-paid'], 10)).map(({ message }) => message),
		).toEqual([second]);
		expect((await take(start + minute)).map(({ message }) => message)).toEqual([first]);
	});

	it('20 takers at once, over two connections, never get the same message', async () => {
		const more = Array.from({ length: 18 }, (_, index) => messageFor(sampleRecord({ id: `more_${index}` }), 'invoice-paid'));
		await queue.send(more);
		const takers = Array.from({ length: 20 }, (_, index) => (index % 2 ? opened.one : opened.other).take(lease, ['invoice-paid'], 3));
		const ids = (await Promise.all(takers)).flat().map(({ id }) => id);
		expect(ids).toHaveLength(20);
		expect(new Set(ids).size).toBe(20);
	});

	it('a message that was acknowledged never comes back', async () => {
		for (const leased of await take(start)) expect(await queue.acknowledge(leased)).toBe(true);
		expect(await take(start + 10 * minute)).toEqual([]);
		expect(await queue.names()).toEqual([]);
	});

	it('a delayed message is visible from then on', async () => {
		const [leased] = await take(start, 1);
		expect(leased && (await queue.delay(leased, start + 5.5))).toBe(true);
		expect((await take(start + 5)).map(({ message }) => message)).toEqual([second]);
		expect((await take(start + 5.5)).map(({ message }) => message)).toEqual([first]);
	});

	it('whose lease has passed to another can neither acknowledge nor delay, and nothing changes', async () => {
		const [mine] = await take(start, 1);
		const [, theirs] = await take(start + minute);
		if (!mine || !theirs) throw new Error('two leases of one message were expected');
		expect(theirs.id).toBe(mine.id);
		expect(await queue.acknowledge(mine)).toBe(false);
		expect(await queue.delay(mine, 0)).toBe(false);
		expect(await take(start + minute)).toEqual([]);
		expect(await queue.acknowledge(theirs)).toBe(true);
	});

	it('a message that was given back is no longer its former holder’s', async () => {
		const [leased] = await take(start, 1);
		if (!leased) throw new Error('a lease was expected');
		await queue.delay(leased, start);
		expect(await queue.acknowledge(leased)).toBe(false);
		expect((await take(start)).map(({ message }) => message)).toEqual([second, first].sort((a, b) => (a.id < b.id ? -1 : 1)));
	});

	it('only the functions that were asked for are taken from; names says which have messages', async () => {
		await queue.send([messageFor(sampleRecord(), 'ledger')]);
		expect((await queue.take(lease, ['ledger', 'other'], 10)).map(({ message }) => message.function)).toEqual(['ledger']);
		expect([...(await queue.names())].sort()).toEqual(['invoice-paid', 'ledger']);
	});
});

describe('dead letters of the local queue', () => {
	it('burying twice leaves one letter per function, source and id, with the last reason; filters narrow the list', async () => {
		const { one: queue, close } = await open();
		const elsewhere = messageFor(sampleRecord({ source: 'stripe-eu' }), 'invoice-paid');
		const ledger = messageFor(sampleRecord(), 'ledger');
		for (const message of [first, elsewhere, ledger]) await queue.bury(message, 'first');
		await queue.bury(first, 'second');
		const reasons = async (filter: Parameters<LocalQueue['letters']>[0]) => (await queue.letters(filter)).map(({ reason }) => reason);
		expect(await reasons({})).toEqual(['first', 'first', 'second']);
		expect(await reasons({ function: 'invoice-paid' })).toEqual(['first', 'second']);
		expect(await reasons({ function: 'invoice-paid', source: 'stripe' })).toEqual(['second']);
		expect(await reasons({ limit: 1 })).toEqual(['first']);
		expect((await queue.letters({ source: 'stripe-eu' }))[0]).toEqual({
			function: 'invoice-paid',
			buriedAt: start,
			reason: 'first',
			message: elsewhere,
		});
		await close();
	});
});
