import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { show } from '../../../src/plugin/commands/show.ts';
import { sampleRecord } from '../../ports/sample-record.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
});
afterEach(() => test.close());

describe('sls webhook show', () => {
	it('given an id → the event whole, with its body as text', async () => {
		await test.keep(sampleRecord({ query: 'a=1', unsigned: ['id'], body: Buffer.from('{"id":"evt_1",\n"é":"\u001b[2J"}') }));

		await show({ id: 'evt_1' }, test.desk());

		const text = test.printed();
		expect(text).toContain('\n  "source": "stripe",\n');
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

	it('given --json → one line', async () => {
		await test.keep(sampleRecord());

		await show({ id: 'evt_1', json: true }, test.desk());

		expect(test.printed()).toMatch(/^\{"id":"evt_1".*\}$/);
	});

	it('given a body that is no UTF-8, held in blobs → base64', async () => {
		const bytes = Buffer.from([0xff, 0xfe, 0x00]);
		await test.withStore((store) => store.blobs.put('stripe/big', bytes));
		await test.keep(sampleRecord({ body: { blob: 'stripe/big' } }));

		await show({ id: 'evt_1' }, test.desk());

		const shown = JSON.parse(test.printed());
		expect(shown).not.toHaveProperty('body');
		expect(shown.bodyBase64).toBe(bytes.toString('base64'));
	});

	it('given an id of two sources and one of them → that one', async () => {
		await test.keep(sampleRecord(), sampleRecord({ source: 'github', type: 'push' }));

		await show({ id: 'evt_1', source: 'github' }, test.desk());

		expect(JSON.parse(test.printed())).toMatchObject({ source: 'github', type: 'push' });
	});

	it('given an event of a source that serverless.yml no longer has → it is found all the same', async () => {
		await test.keep(sampleRecord({ source: 'gone' }));

		await show({ id: 'evt_1' }, test.desk());

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
