import { describe, expect, it } from '@jest/globals';
import { watchEvents } from '../../../src/plugin/commands/watch-events.ts';
import type { EventFilter } from '../../../src/webhook/ports.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';

const second = 1000;
const done = { 'invoice-paid': sampleRun({ status: 'done', attempts: 1 }) };

/** An index over records, which notes how far it was looked back. */
function index(records: EventRecord[], now: () => number = () => noon) {
	const looks: number[] = [];
	return {
		looks,
		list: async (filter: EventFilter) => {
			if (filter.limit !== 1) looks.push(now() - (filter.since ?? 0));
			const fit = records.filter(({ receivedAt }) => receivedAt >= (filter.since ?? 0) && receivedAt <= (filter.until ?? noon * 2));
			return fit.sort((a, b) => b.receivedAt - a.receivedAt).slice(0, filter.limit);
		},
		get: async ({ id }: { id: string }) => records.find((record) => record.id === id),
		due: async () => [],
	};
}

describe('a watch over a store', () => {
	it.each([
		['at the same time', noon],
		['ten minutes ahead', noon + 600 * second],
		['ten minutes behind', noon - 600 * second],
	])('given a clock that is %s → what came since is found', async (_given, now) => {
		const records = [sampleRecord({ id: 'first', receivedAt: noon })];
		const watch = watchEvents(index(records), { filter: {}, overlap: 60 * second, now: () => now });
		await watch.changes();

		records.push(sampleRecord({ id: 'second', receivedAt: noon + second }), sampleRecord({ id: 'behind', receivedAt: noon - 30 * second }));
		const changes = await watch.changes();

		expect(changes.map(({ id }) => id)).toEqual(['behind', 'second']);
	});

	it('given an event that was replayed, and is done again before anybody looked → that is a change, and a second look finds none', async () => {
		const records = [sampleRecord({ functions: done })];
		const watch = watchEvents(index(records), { filter: {}, overlap: 60 * second, now: () => noon });
		await watch.changes();

		records.splice(0, 1, sampleRecord({ functions: { 'invoice-paid': sampleRun({ status: 'done', attempts: 1, replays: 1 }) } }));
		const found = [await watch.changes(), await watch.changes()];

		expect(found.map((changes) => changes.length)).toEqual([1, 0]);
	});

	it('given one instance whose clock is an hour ahead → what the others date is found all the same', async () => {
		const records = [sampleRecord({ id: 'ahead', receivedAt: noon + 3600 * second })];
		const watch = watchEvents(index(records), { filter: {}, overlap: 60 * second, now: () => noon });
		await watch.changes();

		records.push(sampleRecord({ id: 'right', receivedAt: noon }));

		expect((await watch.changes()).map(({ id }) => id)).toEqual(['right']);
	});

	it('given 20,000 events in the course of time → it never looks back over more than it has to', async () => {
		let now = noon;
		const records: EventRecord[] = [];
		const store = index(records, () => now);
		const watch = watchEvents(store, { filter: {}, overlap: 10 * second, now: () => now });
		let found = 0;
		for (let round = 0; round < 200; round++) {
			records.splice(0, records.length, ...records.filter(({ receivedAt }) => receivedAt > now - 60 * second));
			records.push(...Array.from({ length: 100 }, (_, n) => sampleRecord({ id: `${round}-${n}`, receivedAt: now + n, functions: done })));
			found += (await watch.changes()).length;
			now += second;
		}

		expect(found).toBe(20_000);
		expect(Math.max(...store.looks.slice(1))).toBeLessThan(12 * second);
	});
});
