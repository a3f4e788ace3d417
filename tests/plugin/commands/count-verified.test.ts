import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countVerified } from '../../../src/plugin/commands/count-verified.ts';
import { canaryId, sampleHeader } from '../../../src/webhook/canary.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import { localPlatform, type TestPlatform } from '../../local-platform.ts';
import { sampleRecord } from '../../ports/sample-record.ts';

let on: TestPlatform;
beforeEach(() => {
	on = localPlatform('stripe', [], { stripe: {} });
});
afterEach(() => on.close());

const keep = async (...records: readonly Partial<EventRecord>[]) => {
	for (const [index, record] of records.entries()) await on.cloud.events.insert(sampleRecord({ id: `evt_${index}`, ...record }), 0);
};
const previous = { secret: 'previous' as const };
const count = (wish: { since?: number; most?: number; page?: number } = {}) =>
	countVerified(on.cloud.events, { source: 'stripe', since: 1, ...wish });

describe('which secret has verified what came', () => {
	it('given events of both, of another source and from before → each counted once, with the time of the last', async () => {
		await keep(
			{ receivedAt: 10 },
			{ receivedAt: 40 },
			{ receivedAt: 20, ...previous },
			{ receivedAt: 90, source: 'github' },
			{ receivedAt: 0 },
		);

		expect(await count()).toEqual({ current: { events: 2, last: 40 }, previous: { events: 1, last: 20 }, from: 1 });
	});

	it('given none → none', async () => {
		expect(await count()).toEqual({ current: { events: 0 }, previous: { events: 0 }, from: 1 });
	});

	it('given more than a page, some in one millisecond → each once', async () => {
		await keep(...[9, 8, 7, 7, 7, 7, 6, 5, 5, 4].map((receivedAt, index) => ({ receivedAt, ...(index % 2 === 1 && previous) })));

		for (const page of [5, 6, 9, 10, 11])
			expect(await count({ page })).toEqual({ current: { events: 5, last: 9 }, previous: { events: 5, last: 8 }, from: 1 });
	});

	it.each([
		['than is looked at', { page: 2, most: 4 }, { current: { events: 4, last: 9 }, previous: { events: 0 }, from: 6 }],
		['of one millisecond than a page takes', { page: 3 }, { current: { events: 8, last: 9 }, previous: { events: 0 }, from: 4 }],
	])('given more %s → the newest, and since when they are all', async (_given, wish, expected) => {
		await keep(...[9, 8, 7, 6, 5, 4, 4, 4, 4, 3].map((receivedAt) => ({ receivedAt, ...(receivedAt === 3 && previous) })));

		expect(await count(wish)).toEqual(expected);
	});

	it('given a canary → it does not tell that the sender signs with the new one; one that the old one verified tells of that', async () => {
		await keep({ id: 'evt_sent', receivedAt: 5, headers: { [sampleHeader]: 'true' } });
		const id = canaryId('3f0a8f5e-0a7d-4d4e-9a3b-5a0f6f1d2c3b');
		await keep({ id, receivedAt: 5 }, { id: `${id}-2`, receivedAt: 6, ...previous });

		expect(await count()).toEqual({ current: { events: 0 }, previous: { events: 1, last: 6 }, from: 1 });
	});
});
