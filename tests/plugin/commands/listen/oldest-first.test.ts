import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matches } from '../../../../src/clouds/event-filter.ts';
import { oldestFirst } from '../../../../src/plugin/commands/listen/oldest-first.ts';
import type { EventFilter } from '../../../../src/webhook/ports.ts';
import type { EventRecord } from '../../../../src/webhook/record.ts';
import { noon, sampleRecord } from '../../../ports/sample-record.ts';

/** Lists as every cloud's store does, and notes how many it gave at a time. */
function storeOf(records: readonly EventRecord[]) {
	const given: number[] = [];
	const list = async (filter: EventFilter) => {
		const found = records.filter((record) => matches(record, filter)).sort((a, b) => b.receivedAt - a.receivedAt);
		given.push(Math.min(found.length, filter.limit ?? found.length));
		return found.slice(0, filter.limit);
	};
	return { given, list };
}

async function all(records: readonly EventRecord[], most: number, since = 0) {
	const store = storeOf(records);
	const pages: (readonly EventRecord[])[] = [];
	for await (const page of oldestFirst(store, { since: noon + since, now: noon + 1000, most })) pages.push(page);
	return { pages, given: store.given };
}

const at = (times: readonly number[]) => times.map((time, index) => sampleRecord({ id: `${index}`, receivedAt: noon + time }));

it('finds each record once, oldest first, whenever they came and however many may come at a time', async () => {
	// Bursts, an hour's trickle, and what is dated after now.
	const time = fc.oneof(
		fc.integer({ min: -20_000, max: 10 }),
		fc.constantFrom(-5, -5, 0),
		fc.integer({ min: -400_000_000, max: 2_000_000 }),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(time, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), async (times, most) => {
			const { pages } = await all(at(times), most, -300_000_000);

			const found = pages.flat().map(({ receivedAt }) => receivedAt - noon);
			const wanted = times.filter((each) => each >= -300_000_000).sort((a, b) => a - b);
			expect(found).toEqual(wanted);
			expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(wanted.length);
		}),
	);
});

it('asks for no more than a page at a time, unless more came in one millisecond', async () => {
	const times = Array.from({ length: 5_000 }, (_, index) => -index * 37);

	const { pages, given } = await all(at(times), 200, -3_600_000);

	expect(pages.flat()).toHaveLength(5_000);
	expect(Math.max(...given)).toBeLessThanOrEqual(200);
	// Some are asked for in vain, where a span held too many.
	expect(given.length).toBeLessThan(120);
});

it('keeps the events of one delivery in one page and in their order', async () => {
	const delivery = Array.from({ length: 30 }, (_, index) => sampleRecord({ id: `${index}`, index, receivedAt: noon }));

	const { pages } = await all([...delivery].reverse(), 10, -1000);

	expect(pages.map((page) => page.map(({ index }) => index))).toEqual([delivery.map(({ index }) => index)]);
});
