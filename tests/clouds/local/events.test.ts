import { describe, expect, it } from '@jest/globals';
import { eventsConformance } from '../../ports/events.conformance.ts';
import { noon, sampleRecord, sampleRun, week } from '../../ports/sample-record.ts';
import { openTwice } from './temporary-store.ts';

const open = () => openTwice((store) => store.events);

describe('events of the local cloud', () => {
	eventsConformance(open);
});

describe('purge', () => {
	it('what expired at or before now and waits for nobody is removed and counted; the rest stays', async () => {
		const { one: events, close } = await open();
		const end = noon + week;
		const settled = { 'invoice-paid': sampleRun({ status: 'done', sent: true }) };
		const records = [
			sampleRecord({ id: 'done', functions: settled }),
			sampleRecord({ id: 'unhandled', functions: {} }),
			sampleRecord({ id: 'dead', functions: { 'invoice-paid': sampleRun({ status: 'dead', sent: true }) } }),
			sampleRecord({ id: 'young', functions: settled, expiresAt: end + 1 }),
			sampleRecord({ id: 'pending', functions: { 'invoice-paid': sampleRun({ sent: true }) } }),
			sampleRecord({ id: 'letter unsent', functions: { 'invoice-paid': sampleRun({ status: 'dead' }) } }),
		];
		for (const record of records) await events.insert(record, noon);

		const removed = await events.purge(end);

		expect(removed).toBe(3);
		expect((await events.list({})).map(({ id }) => id).sort()).toEqual(['letter unsent', 'pending', 'young']);
		await close();
	});
});
