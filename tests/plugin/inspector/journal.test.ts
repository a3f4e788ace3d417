import { describe, expect, it } from '@jest/globals';
import { openJournal } from '../../../src/plugin/inspector/journal.ts';
import type { Exchange } from '../../../src/plugin/local/exchange.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import { bytesInUse } from '../../attack/collect.ts';
import { until } from '../../clouds/local/until.ts';
import { sampleRecord } from '../../ports/sample-record.ts';

const exchange = (changes: Partial<Exchange> = {}): Exchange => ({
	requestId: 'r1',
	receivedAt: 1_000,
	durationMs: 5,
	method: 'POST',
	path: '/webhooks/stripe',
	query: '',
	headers: {},
	remoteAddress: '127.0.0.1',
	body: Buffer.from('{}'),
	functionName: 'stripe',
	answer: { status: 401, headers: {}, body: Buffer.from('{"type":"urn:hookport:problem:signature-invalid"}') },
	...changes,
});
const told = (requestId: string, fields: Record<string, string | number>) => ({
	requestId,
	entry: { at: 2_000, level: 'info' as const, message: 'delivery said', fields },
});
const attempt = (requestId: string, number: number, more: Record<string, string> = {}) => ({
	requestId,
	entry: {
		at: 2_000,
		level: 'info' as const,
		message: 'attempt done',
		fields: {
			source: 'stripe',
			'cloudevents.event_id': 'evt_1',
			'faas.name': 'invoice-paid',
			attempt: number,
			outcome: 'done',
			duration_ms: 40,
			...more,
		},
	},
});

describe('the journal of a run', () => {
	it('a refused request → with the code and detail of its line in the log, and its body', () => {
		const journal = openJournal();
		journal.heard(told('r1', { source: 'stripe', outcome: 'refused', code: 'signature-invalid', detail: 'timestamp-stale' }));

		journal.exchanged(exchange());

		const kept = { source: 'stripe', outcome: 'refused', code: 'signature-invalid', detail: 'timestamp-stale', body: Buffer.from('{}') };
		expect(journal.exchange('r1')).toMatchObject(kept);
	});

	it('a refused request of a flood, which has no line → with the code of the answer', () => {
		const journal = openJournal();

		journal.exchanged(exchange());

		expect(journal.exchange('r1')).toMatchObject({ outcome: 'refused', code: 'signature-invalid' });
	});

	it('an accepted delivery → found by the trace of its event, without the bytes that the store keeps', () => {
		const journal = openJournal();
		const { traceparent } = sampleRecord();
		journal.heard(told('r1', { source: 'stripe', outcome: 'accepted', trace_id: '0af7651916cd43dd8448eb211c80319c' }));

		journal.exchanged(exchange({ answer: { status: 200, headers: {}, body: Buffer.alloc(0) } }));

		expect(journal.deliveryOf({ traceparent })).toMatchObject({ requestId: 'r1', outcome: 'accepted' });
		expect(journal.exchange('r1')?.body).toBeUndefined();
	});

	it('a request to a function that is none of ours → not kept', () => {
		const journal = openJournal();

		journal.exchanged(exchange({ answer: { status: 200, headers: {}, body: Buffer.from('own') } }));

		expect(journal.exchanges()).toEqual([]);
	});

	it('a flood of accepted deliveries → pushes out nothing that was refused', () => {
		const journal = openJournal();
		journal.exchanged(exchange({ requestId: 'refused' }));

		for (let each = 0; each < 600; each += 1) {
			journal.heard(told(`r${each}`, { source: 'stripe', outcome: 'accepted' }));
			journal.exchanged(exchange({ requestId: `r${each}`, answer: { status: 200, headers: {}, body: Buffer.alloc(0) } }));
		}

		expect(journal.exchanges().map(({ requestId }) => requestId)).toEqual(['refused']);
	});

	it('600 refused requests → the latest 500, newest first', () => {
		const journal = openJournal();

		for (let each = 0; each < 600; each += 1) journal.exchanged(exchange({ requestId: `r${each}` }));

		expect(journal.exchanges().map(({ requestId }) => requestId)).toEqual(Array.from({ length: 500 }, (_, back) => `r${599 - back}`));
	});

	it('a body over 64 KB → its request without it', () => {
		const journal = openJournal();

		journal.exchanged(exchange({ body: Buffer.alloc(64 * 1024 + 1) }));

		expect(journal.exchange('r1')?.body).toBeUndefined();
	});

	it('two attempts → each with its own lines, and when it began', () => {
		const journal = openJournal();
		journal.heard({ requestId: 'a', line: 'first' });
		journal.heard(attempt('a', 1, { outcome: 'failed', detail: 'Error: no' }));
		journal.heard({ requestId: 'b', line: 'second' });
		journal.heard(attempt('b', 2));

		const attempts = journal.attemptsOf({ source: 'stripe', id: 'evt_1' }, 'invoice-paid');

		expect(attempts).toEqual([
			{ attempt: 1, beganAt: 1_960, durationMs: 40, outcome: 'failed', error: 'Error: no', lines: ['first'] },
			{ attempt: 2, beganAt: 1_960, durationMs: 40, outcome: 'done', lines: ['second'] },
		]);
	});

	it('a run that crashed before it could say → an attempt with the lines until then', () => {
		const journal = openJournal();
		const message = messageFor(sampleRecord(), 'invoice-paid');
		journal.began(message, 'a');
		journal.heard({ requestId: 'a', line: 'about to' });

		journal.crashed(message, 'boom');

		const [crashed] = journal.attemptsOf({ source: 'stripe', id: 'evt_1' }, 'invoice-paid');
		expect(crashed).toMatchObject({ outcome: 'crashed', error: 'boom', lines: ['about to'] });
	});

	it('an event that was forgotten → no attempt and no line of it is left', () => {
		const journal = openJournal();
		journal.heard({ requestId: 'a', line: 'a@b.example' });
		journal.heard(attempt('a', 1));

		journal.forget(sampleRecord());

		expect(journal.attemptsOf({ source: 'stripe', id: 'evt_1' }, 'invoice-paid')).toEqual([]);
		expect(journal.linesOf('a')).toEqual([]);
	});

	it('calls that each write a line of a megabyte, and are answered with one → a few megabytes in all', async () => {
		const journal = openJournal();
		const before = bytesInUse();

		for (let each = 0; each < 100; each += 1) {
			journal.heard({ requestId: `r${each}`, line: `${each}`.padEnd(1_000_000, 'x') });
			const body = Buffer.from(`{"type":"urn:hookport:problem:signature-invalid"}${'y'.repeat(1_000_000)}`);
			journal.exchanged(exchange({ requestId: `r${each}`, answer: { status: 401, headers: {}, body } }));
		}

		// Buffers are let go of a turn later.
		await until(() => bytesInUse() - before < 10_000_000);
		expect(journal.exchanges()).toHaveLength(100);
	});

	it('more lines than are kept of all calls together → those of the latest', () => {
		const journal = openJournal();

		for (let call = 0; call < 60; call += 1)
			for (let each = 0; each < 200; each += 1) journal.heard({ requestId: `r${call}`, line: 'x'.repeat(2_000) });

		expect([journal.linesOf('r0').length, journal.linesOf('r59').length]).toEqual([0, 200]);
	});

	it('a function that writes without end → 200 lines of at most 2,000 characters', () => {
		const journal = openJournal();

		for (let each = 0; each < 300; each += 1) journal.heard({ requestId: 'a', line: 'x'.repeat(3_000) });

		expect(journal.linesOf('a')).toHaveLength(200);
		expect(journal.linesOf('a')[0]).toHaveLength(2_000);
	});
});
