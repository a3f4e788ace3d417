import type { EventKey, EventRecord, Run } from '../../src/webhook/record.ts';

/** The conformance suites' clock: nothing in them reads a real one. */
export const noon = Date.UTC(2026, 0, 15, 12);
export const week = 7 * 24 * 60 * 60 * 1000;

export function sampleRun(changes: Partial<Run> = {}): Run {
	return { status: 'pending', ack: 'stored', attempts: 0, fence: 0, sent: false, dueAt: noon, replays: 0, ...changes };
}

export function sampleRecord(changes: Partial<EventRecord> = {}): EventRecord {
	return {
		source: 'stripe',
		id: 'evt_1',
		type: 'invoice.paid',
		receivedAt: noon,
		expiresAt: noon + week,
		headers: { 'content-type': 'application/json' },
		query: '',
		traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
		body: Buffer.from('{"id":"evt_1"}'),
		sha256: '00',
		index: 0,
		functions: { 'invoice-paid': sampleRun() },
		...changes,
	};
}

export function keyOfRecord({ source, id }: EventRecord): EventKey {
	return { source, id };
}
