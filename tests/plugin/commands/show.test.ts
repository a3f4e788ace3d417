import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { show } from '../../../src/plugin/commands/show.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
});
afterEach(() => test.close());

describe('sls webhook show', () => {
	const bodyOf = (page: string) => page.slice(page.indexOf('\n\nBody') + 2);

	it('given an id → a page: the event, its functions, headers, and the body laid out', async () => {
		const functions = {
			'invoice-paid': sampleRun({ status: 'dead', attempts: 3, replays: 1, reason: 'failed 3 times', lastError: 'Error: no\nroute' }),
			ledger: sampleRun({ status: 'done', attempts: 1 }),
		};
		const more = { unsigned: ['id', 'type'], secret: 'previous', query: 'a=1', eraseAt: noon + 3_600_000 } as const;
		const headers = { 'content-type': 'application/json', 'user-agent': 'Stripe/1.0' };
		await test.keep(sampleRecord({ ...more, headers, functions, body: Buffer.from('{"id":"evt_1","amount":1.0}') }));

		await show({ id: 'evt_1' }, test.desk());

		expect(test.printed()).toBe(
			`Source         stripe
Type           invoice.paid
Id             evt_1
Status         dead
Received       2026-01-15T12:00:00.000Z
Kept until     2026-01-22T12:00:00.000Z
Erased after   2026-01-15T13:00:00.000Z
Verified with  the previous secret
Unsigned       id, type
Query          a=1

FUNCTION      STATUS  ATTEMPTS  REPLAYS  REASON          LAST ERROR
invoice-paid  dead    3         1        failed 3 times  Error: no\\u000aroute
ledger        done    1         0

HEADER        VALUE
content-type  application/json
user-agent    Stripe/1.0

Body, 27 bytes, laid out (--json has it as it came):
{
  "id": "evt_1",
  "amount": 1.0
}`,
		);
	});

	it.each([
		['other text', Buffer.from('a=1&b=2\nc'), 'Body, 9 bytes:\na=1&b=2\nc'],
		['JSON that is laid out already', Buffer.from('{\n  "a": 1\n}'), 'Body, 12 bytes:\n{\n  "a": 1\n}'],
		['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), 'Body: 3 bytes, base64: //4A'],
		['nothing', Buffer.alloc(0), 'Body: empty'],
	])('given a body of %s → it is shown as that', async (_, body, text) => {
		await test.keep(sampleRecord({ body }));

		await show({ id: 'evt_1' }, test.desk());

		expect(bodyOf(test.printed())).toBe(text);
	});

	it('given an event that could not be read, without a function → why, and that there is none', async () => {
		await test.keep(sampleRecord({ type: 'unreadable', reason: 'body-malformed', functions: {}, headers: {} }));

		await show({ id: 'evt_1' }, test.desk());

		expect(test.printed()).toMatch(/\nStatus +dead\nReason +body-malformed\n(.+\n)+\nNo function took it\.\n\nBody, 14 bytes, laid out/);
	});

	it('given a forgotten event → since when, and that nothing is kept', async () => {
		await test.keep(sampleRecord());
		await test.withStore((store) => store.events.forget({ source: 'stripe', id: 'evt_1' }, noon));

		await show({ id: 'evt_1' }, test.desk());

		const page = test.printed();
		expect(page).toContain('\nForgotten   2026-01-15T12:00:00.000Z\n');
		expect(bodyOf(page)).toBe('Body: forgotten, nothing of what was sent is kept');
	});

	it('given a body whose bytes are gone → says so', async () => {
		await test.keep(sampleRecord({ body: { blob: 'stripe/gone' } }));

		await show({ id: 'evt_1' }, test.desk());

		expect(bodyOf(test.printed())).toBe('Body: its bytes are gone');
	});

	it('given what a sender wrote to pass for a line of ours, or to steer a terminal → it stays in its cell, and is escaped', async () => {
		const evil = 'x\n\nStatus  done\u001b[2J';
		await test.keep(sampleRecord({ type: evil, query: evil, headers: { 'x-evil': evil }, body: Buffer.from('"\u001b[2J') }));

		await show({ id: 'evt_1' }, test.desk());

		const page = test.printed();
		expect(page.match(/^Status .*$/gm)).toEqual(['Status      pending']);
		expect(page).not.toContain('\u001b');
		expect(bodyOf(page)).toBe('Body, 5 bytes:\n"\\u001b[2J');
	});
});

describe('sls webhook show --json', () => {
	it('given --json → the event whole in one line, with its body as text', async () => {
		await test.keep(sampleRecord({ query: 'a=1', unsigned: ['id'], body: Buffer.from('{"id":"evt_1",\n"é":"\u001b[2J"}') }));

		await show({ id: 'evt_1', json: true }, test.desk());

		const text = test.printed();
		expect(text).toMatch(/^\{"id":"evt_1".*\}$/);
		expect(text).not.toContain('\u001b');
		expect(JSON.parse(text)).toMatchObject({
			id: 'evt_1',
			status: 'pending',
			functions: [{ name: 'invoice-paid', status: 'pending', attempts: 0, lastError: null }],
			unsigned: ['id'],
			sha256: '00',
			query: 'a=1',
			headers: { 'content-type': 'application/json' },
			body: '{"id":"evt_1",\n"é":"\u001b[2J"}',
		});
	});

	it('given a body that is no UTF-8, held in blobs → base64', async () => {
		const bytes = Buffer.from([0xff, 0xfe, 0x00]);
		await test.withStore((store) => store.blobs.put('stripe/big', bytes));
		await test.keep(sampleRecord({ body: { blob: 'stripe/big' } }));

		await show({ id: 'evt_1', json: true }, test.desk());

		const shown = JSON.parse(test.printed());
		expect(shown).not.toHaveProperty('body');
		expect(shown.bodyBase64).toBe(bytes.toString('base64'));
	});

	it('given an id of two sources and one of them → that one', async () => {
		await test.keep(sampleRecord(), sampleRecord({ source: 'github', type: 'push' }));

		await show({ id: 'evt_1', source: 'github', json: true }, test.desk());

		expect(JSON.parse(test.printed())).toMatchObject({ source: 'github', type: 'push' });
	});

	it('given an event of a source that serverless.yml no longer has → it is found all the same', async () => {
		await test.keep(sampleRecord({ source: 'gone' }));

		await show({ id: 'evt_1', json: true }, test.desk());

		expect(JSON.parse(test.printed())).toMatchObject({ source: 'gone' });
	});
});

describe('a mistake with sls webhook show is one line', () => {
	it.each([
		[{}, '--id: say which event; sls webhook events lists them'],
		[{ id: 'evt_9' }, '--id: there is no event "evt_9"; sls webhook events lists them'],
		[{ id: 'evt_9', source: 'stripe' }, '--id: there is no event "evt_9" of stripe; sls webhook events lists them'],
		[{ id: 'evt_1', source: 'strip' }, '--source: there is no source "strip"; did you mean "stripe"?'],
		[{ id: 'evt_1' }, '--id: stripe and github have an event "evt_1"; add --source'],
	])('%o', async (options, message) => {
		await test.keep(sampleRecord(), sampleRecord({ source: 'github' }));

		await expect(show(options, test.desk())).rejects.toMatchObject({ name: 'Mistake', message });
	});
});
