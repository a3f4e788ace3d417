import { describe, expect, it } from '@jest/globals';
import { eventPages, firstEvents, readSpan } from '../../../src/plugin/commands/event-pages.ts';
import type { EventFilter } from '../../../src/webhook/ports.ts';
import { type EventRecord, statusOf } from '../../../src/webhook/record.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';

/** A store that lists as all stores do, and never more than it is asked for. */
const store = (records: readonly EventRecord[]) => ({
	list: async ({ status, since = 0, until = Number.MAX_SAFE_INTEGER, limit }: EventFilter) =>
		records
			.filter((record) => record.receivedAt >= since && record.receivedAt <= until && (status ?? statusOf(record)) === statusOf(record))
			.sort((a, b) => b.receivedAt - a.receivedAt)
			.slice(0, limit),
});

const statuses = ['pending', 'dead', 'done'] as const;
/** So many in each millisecond, of every status by turns. */
const crowd = (each: readonly number[]) =>
	each.flatMap((count, at) =>
		Array.from({ length: count }, (_, n) =>
			sampleRecord({
				id: `${at}-${n}`,
				receivedAt: noon + at,
				functions: { f: sampleRun({ status: statuses[(at + n) % 3] ?? 'done' }) },
			}),
		),
	);

describe('pages of events', () => {
	it.each([
		['few', [1, 2, 3]],
		['many, each in a millisecond of its own', Array.from({ length: 900 }, () => 1)],
		['many that share theirs, so that a page would end between them', Array.from({ length: 300 }, () => 3)],
		['more than a page in one millisecond, between others', [3, 3, 700, 3, 3]],
		['two such crowds', [650, 0, 0, 650]],
		['none', []],
	])('given %s → each event once, newest first, and each page’s times find the same events again', async (_given, each) => {
		const records = crowd(each);
		for (const filter of [{}, { statuses: ['dead', 'pending'] as const }, { statuses: ['done'] as const }]) {
			const found: EventRecord[] = [];
			for await (const page of eventPages(store(records), filter)) {
				const again = await readSpan(store(records), { ...filter, since: page.since, until: page.until });
				expect(again.map(({ id }) => id).sort()).toEqual(page.records.map(({ id }) => id).sort());
				found.push(...page.records);
			}

			const wanted = records.filter((record) => !('statuses' in filter) || filter.statuses.some((status) => status === statusOf(record)));
			expect(found.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
			expect(found.map(({ receivedAt }) => receivedAt)).toEqual(found.map(({ receivedAt }) => receivedAt).sort((a, b) => b - a));
		}
	});

	it('given few of one status among many of another → the few are not asked for again at every page', async () => {
		const records = [...crowd(Array.from({ length: 1000 }, () => 1))].filter((record, at) => statusOf(record) === 'dead' || at % 50 === 0);
		const asked: (string | undefined)[] = [];
		const { list } = store(records);
		const counting = {
			list: (filter: EventFilter) => {
				asked.push(filter.status);
				return list(filter);
			},
		};

		const found = await firstEvents(counting, { statuses: ['dead', 'pending'] }, { limit: 9999, fits: () => true });

		expect(found).toHaveLength(records.filter((record) => statusOf(record) !== 'done').length);
		expect([asked.filter((status) => status === 'pending').length, asked.filter((status) => status === 'dead').length]).toEqual([1, 2]);
	});

	it('given --since and --until → nothing outside of them, both included', async () => {
		const found = await firstEvents(store(crowd([1, 1, 1, 1])), { since: noon + 1, until: noon + 2 }, { limit: 9, fits: () => true });

		expect(found.map(({ id }) => id)).toEqual(['2-0', '1-0']);
	});
});
