import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deadLetters } from '../../../src/plugin/commands/dead-letters.ts';
import { replay } from '../../../src/plugin/commands/replay.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

const dead = sampleRun({ status: 'dead', attempts: 3, sent: true, reason: 'failed 3 times', lastError: 'no connection' });
const mixed = sampleRecord({ id: 'mixed', receivedAt: noon + 1, functions: { 'invoice-paid': dead, ledger: sampleRun() } });
const both = sampleRecord({
	id: 'both',
	receivedAt: noon + 2,
	functions: { 'invoice-paid': dead, ledger: { ...dead, reason: 'payload' } },
});
const unread = sampleRecord({
	id: 'unread',
	receivedAt: noon + 3,
	source: 'github',
	type: 'unreadable',
	functions: {},
	reason: 'body-malformed',
});
const done = sampleRecord({ id: 'done', functions: { 'invoice-paid': sampleRun({ status: 'done' }) } });

let test: TestDesk;
beforeEach(async () => {
	test = testDesk();
	await test.keep(mixed, both, unread, done);
	await test.withStore(async ({ queue }) => {
		await queue.bury(messageFor(mixed, 'invoice-paid'), 'failed 3 times');
		await queue.bury(messageFor(both, 'invoice-paid'), 'failed 3 times');
		await queue.bury(messageFor(both, 'ledger'), 'payload');
		// Its record is gone: it expired.
		await queue.bury(messageFor(sampleRecord({ id: 'expired' }), 'invoice-paid'), 'old');
	});
});
afterEach(() => test.close());

describe('sls webhook dead-letters', () => {
	it('given dead runs, also of an event that waits elsewhere, and an event that could not be read → a row for each', async () => {
		await deadLetters({}, test.desk());

		expect(test.printed()).toBe(
			[
				'RECEIVED                  SOURCE  TYPE          ID      FUNCTION      REASON',
				'2026-01-15T12:00:00.003Z  github  unreadable    unread                body-malformed',
				'2026-01-15T12:00:00.002Z  stripe  invoice.paid  both    invoice-paid  failed 3 times: no connection',
				'2026-01-15T12:00:00.002Z  stripe  invoice.paid  both    ledger        payload: no connection',
				'2026-01-15T12:00:00.001Z  stripe  invoice.paid  mixed   invoice-paid  failed 3 times: no connection',
			].join('\n'),
		);
	});

	it('given --json → one event a line', async () => {
		await deadLetters({ json: true, source: 'stripe' }, test.desk());

		const lines = test.printed().split('\n');
		expect(lines.map((line) => JSON.parse(line).id)).toEqual(['both', 'mixed']);
	});

	it.each([
		[{ source: 'github' }, ['unread']],
		[{ type: 'invoice.paid' }, ['both', 'both', 'mixed']],
		[{ function: 'ledger' }, ['both']],
		[{ function: 'invoice-paid' }, ['both', 'mixed']],
		[{ since: '2026-01-15T12:00:00.002Z' }, ['unread', 'both', 'both']],
		[{ limit: '1' }, ['unread']],
		[{ function: 'ledger', limit: '1' }, ['both']],
	])('given %o → %o', async (options, ids) => {
		await deadLetters(options, test.desk());

		const [, ...rows] = test.printed().split('\n');
		expect(rows.map((row) => row.split(/ {2,}/)[3])).toEqual(ids);
	});

	it('given that one was replayed → it is no longer among them', async () => {
		await replay({ id: 'mixed' }, test.desk());
		test.printed();

		await deadLetters({ source: 'stripe' }, test.desk());

		expect(test.printed()).not.toContain('mixed');
	});

	it('given none → it says that', async () => {
		await deadLetters({ source: 'slack' }, test.desk());

		expect(test.printed()).toBe('No dead letters.');
	});

	it.each([
		[{ source: 'strip' }, '--source: there is no source "strip"; did you mean "stripe"?'],
		[{ function: 'legder' }, '--function: no function "legder" takes events; did you mean "ledger"?'],
	])('given a wrong name %o → one line with the right one', async (options, message) => {
		await expect(deadLetters(options, test.desk())).rejects.toMatchObject({ name: 'Mistake', message });
	});
});
