import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { events } from '../../../src/plugin/commands/events.ts';
import { forget } from '../../../src/plugin/commands/forget.ts';
import { replay } from '../../../src/plugin/commands/replay.ts';
import { show } from '../../../src/plugin/commands/show.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
let asked: string[];
beforeEach(() => {
	test = testDesk();
	asked = [];
});
afterEach(() => test.close());

/** Somebody who is asked answers so. */
const desk = (yes = true) => ({ ...test.desk(), confirm: async (question: string) => asked.push(question) > 0 && yes });
const ofCustomer = (id: string, email: string, changes: Partial<EventRecord> = {}) => {
	const body = Buffer.from(JSON.stringify({ id, type: 'invoice.paid', data: { object: { customer_email: email, lines: [{ sku: 7 }] } } }));
	return sampleRecord({ id, body, sha256: `digest of ${email} in ${id}`, ...changes });
};
const match = 'data.object.customer_email=a@b.example';
const left = async () => {
	const all = await test.withStore((store) => store.events.list({}));
	const of = (gone: boolean) => all.filter(({ forgottenAt }) => (forgottenAt !== undefined) === gone).map(({ id }) => id);
	return { forgotten: of(true).sort(), kept: of(false).sort() };
};
const raw = () =>
	readdirSync(test.dataDir, { recursive: true, encoding: 'utf8', withFileTypes: true })
		.filter((file) => file.isFile())
		.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'))
		.join('');

describe('sls webhook forget', () => {
	it('given an id → that event is shown, asked about and erased, and the others are kept', async () => {
		await test.keep(ofCustomer('evt_1', 'a@b.example'), ofCustomer('evt_2', 'c@d.example'));

		await forget({ id: 'evt_1' }, desk());

		const [head, row, done] = test.printed().split('\n');
		expect([head, row]).toEqual([
			expect.stringMatching(/^RECEIVED +SOURCE +TYPE +ID$/),
			expect.stringMatching(/^2026-01-15T12:00:00.000Z +stripe +invoice.paid +evt_1$/),
		]);
		expect(done).toBe('stripe evt_1: forgotten');
		expect(asked).toEqual(['Erase what was sent for this event?']);
		expect(await left()).toEqual({ forgotten: ['evt_1'], kept: ['evt_2'] });
		expect([raw().includes('a@b.example'), raw().includes('c@d.example')]).toEqual([false, true]);
	});

	it('given no yes → nothing is erased, and one line says how it would be', async () => {
		await test.keep(ofCustomer('evt_1', 'a@b.example'));

		await expect(forget({ match }, desk(false))).rejects.toMatchObject({
			name: 'Mistake',
			message: 'nothing was forgotten: answer yes, or give --yes',
		});

		expect(await left()).toEqual({ forgotten: [], kept: ['evt_1'] });
	});

	it('given --json → an object for each, and only with --yes, since nobody is shown what is asked about', async () => {
		await test.keep(ofCustomer('evt_1', 'a@b.example', { functions: { ledger: sampleRun({ status: 'running', leaseUntil: noon }) } }));

		await expect(forget({ match, json: true }, desk())).rejects.toMatchObject({
			message: '--yes: with --json nothing is asked, so give it, or leave --json out',
		});
		await forget({ match, json: true, yes: true }, desk());

		expect(JSON.parse(test.printed())).toEqual({ source: 'stripe', id: 'evt_1', result: 'forgotten', stillRunning: ['ledger'] });
		expect(await left()).toEqual({ forgotten: ['evt_1'], kept: [] });
	});

	it('given --yes → nobody is asked', async () => {
		await test.keep(ofCustomer('evt_1', 'a@b.example'));

		await forget({ id: 'evt_1', yes: true }, desk(false));

		expect([asked, (await left()).forgotten]).toEqual([[], ['evt_1']]);
	});

	it('given --match → every event that holds the text at the path is erased, the oldest of hundreds too, and none besides', async () => {
		const many = Array.from({ length: 320 }, (_, index) => ofCustomer(`evt_${index}`, `${index}@b.example`, { receivedAt: noon + index }));
		const other = ofCustomer('evt_other', 'a@b.example.org');
		const elsewhere = sampleRecord({ id: 'evt_elsewhere', body: Buffer.from('{"data":{"object":{"email":"a@b.example"}}}') });
		await test.keep(ofCustomer('evt_first', 'a@b.example'), ...many, ofCustomer('evt_last', 'a@b.example'), other, elsewhere);

		await forget({ match, source: 'stripe' }, desk());

		expect(asked).toEqual(['Erase what was sent for these 2 events?']);
		expect(test.printed().split('\n').slice(-2).sort()).toEqual(['stripe evt_first: forgotten', 'stripe evt_last: forgotten']);
		expect((await left()).forgotten).toEqual(['evt_first', 'evt_last']);
	});

	it.each<[string, string, Partial<EventRecord>]>([
		['a number', 'data.object.lines.0.sku=7', {}],
		['any element of a list', 'data.object.lines.*.sku=7', {}],
		['any field', 'data.*.customer_email=a@b.example', {}],
		['a value with an equals sign', 'token=a=b', { body: Buffer.from('{"token":"a=b"}') }],
		['a batch', '*.email=a@b.example', { source: 'sendgrid', body: Buffer.from('[{"email":"x"},{"email":"a@b.example"}]') }],
		[
			'a form',
			'user_name=zo\u00eb',
			{ source: 'slack', body: Buffer.from('user_name=zo%C3%AB'), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
		],
		['bytes that nothing can read', 'email=a@b.example', { body: Buffer.from('{"email":"a@b.example"'), reason: 'body-malformed' }],
		['a source that is no longer there', 'email=a@b.example', { source: 'gone', body: Buffer.from('{"email":"a@b.example"}') }],
		['an event that has expired', match, { expiresAt: 1 }],
	])('given --match of %s → it is found', async (_, text, changes) => {
		await test.keep(ofCustomer('evt_1', 'a@b.example', changes));

		await forget({ match: text }, desk());

		expect((await left()).forgotten).toEqual(['evt_1']);
	});

	it('given --type and --since → only those are looked at, but what holds the same bytes goes with them', async () => {
		const same = { sha256: 'one delivery' };
		await test.keep(
			ofCustomer('evt_1', 'a@b.example', { ...same, receivedAt: noon + 5 }),
			ofCustomer('evt_2', 'a@b.example', { ...same, type: 'other' }),
			ofCustomer('evt_3', 'a@b.example', { type: 'other', receivedAt: noon + 5 }),
			ofCustomer('evt_4', 'a@b.example'),
			ofCustomer('evt_5', 'a@b.example', { ...same, source: 'github' }),
		);

		await forget({ match, type: 'invoice.paid', since: new Date(noon + 5).toISOString() }, desk());

		expect(test.printed()).toMatch(/other +evt_2 +holds the same bytes\n/);
		expect(await left()).toEqual({ forgotten: ['evt_1', 'evt_2'], kept: ['evt_3', 'evt_4', 'evt_5'] });
	});

	it('given an id of a delivery that held several → all of them go, since each holds the whole, and their bytes in blobs', async () => {
		const body = { blob: 'sendgrid/big' };
		await test.withStore((store) => store.blobs.put(body.blob, Buffer.from('[{"email":"a@b.example"},{}]')));
		const part = (id: string, index: number) => sampleRecord({ source: 'sendgrid', id, index, body, sha256: 'one delivery' });
		await test.keep(part('sg_1', 0), part('sg_2', 1));

		await forget({ id: 'sg_2' }, desk());

		expect(asked).toEqual(['Erase what was sent for these 2 events?']);
		expect((await left()).forgotten).toEqual(['sg_1', 'sg_2']);
		expect(raw()).not.toContain('a@b.example');
	});

	it('given a delivery of which a part is kept only meanwhile → that part goes too, and nobody is left without its bytes', async () => {
		const body = { blob: 'sendgrid/big' };
		await test.withStore((store) => store.blobs.put(body.blob, Buffer.from('[{"email":"a@b.example"},{}]')));
		const part = (id: string, index: number) =>
			sampleRecord({ source: 'sendgrid', id, index, body, sha256: 'one delivery', receivedAt: Date.now() });
		await test.keep(part('sg_1', 0));
		const slow = { ...test.desk(), confirm: () => test.keep(part('sg_2', 1)).then(() => true) };

		await forget({ match: '*.email=a@b.example' }, slow);

		expect(await left()).toEqual({ forgotten: ['sg_1', 'sg_2'], kept: [] });
		expect(raw()).not.toContain('a@b.example');
	});

	it.each([
		['the id again', { id: 'evt_1' }],
		['the match again', { match: 'email=a@b.example' }],
	])('given a crash before the bytes in blobs were removed, then %s → they are removed', async (_, options) => {
		await test.withStore((store) => store.blobs.put('stripe/big', Buffer.from('{"email":"a@b.example"}')));
		await test.keep(sampleRecord({ body: { blob: 'stripe/big' } }));
		await test.withStore((store) => store.events.forget({ source: 'stripe', id: 'evt_1' }, noon));

		await forget(options, desk());

		expect(raw()).not.toContain('a@b.example');
		expect((await test.withStore((store) => store.events.list({})))[0]?.forgottenAt).toBe(noon);
	});

	it('given runs of each status → what waits ends dead, what runs is named, what is done stays done', async () => {
		const functions = {
			'invoice-paid': sampleRun({ status: 'running', attempts: 1, fence: 1, leaseUntil: Date.now() + 60_000 }),
			ledger: sampleRun(),
			third: sampleRun({ status: 'done', attempts: 1, fence: 1, sent: true }),
		};
		await test.keep(sampleRecord({ functions }));

		await forget({ id: 'evt_1' }, desk());

		expect(test.printed()).toMatch(/\nstripe evt_1: forgotten; invoice-paid still running, and will leave nothing of it$/);
		const [record] = await test.withStore((store) => store.events.list({}));
		expect(record?.functions).toMatchObject({
			'invoice-paid': { status: 'running', fence: 1 },
			ledger: { status: 'dead', reason: 'forgotten by an operator' },
			third: functions.third,
		});
	});

	it('given an event that is kept for a while → show says until when', async () => {
		await test.keep(sampleRecord({ id: 'evt_while', eraseAt: noon + 3_600_000 }));

		await show({ id: 'evt_while', json: true }, desk());

		expect(JSON.parse(test.printed())).toMatchObject({ erasedAfter: '2026-01-15T13:00:00.000Z', expiresAt: '2026-01-22T12:00:00.000Z' });
	});

	it('given a forgotten event → it is listed as that, shown without its body, and not replayed', async () => {
		await test.keep(ofCustomer('evt_1', 'a@b.example'));
		await test.withStore((store) => store.events.forget({ source: 'stripe', id: 'evt_1' }, noon));

		await events({}, desk());
		expect(test.printed()).toMatch(/ dead +stripe +invoice.paid +evt_1 +invoice-paid dead \(0\); forgotten$/);
		await show({ id: 'evt_1', json: true }, desk());
		expect(JSON.parse(test.printed())).toMatchObject({ forgottenAt: '2026-01-15T12:00:00.000Z', headers: {}, bodyBase64: null });
		await expect(replay({ id: 'evt_1' }, desk())).rejects.toMatchObject({
			name: 'Mistake',
			message: 'event "evt_1" was forgotten at 2026-01-15T12:00:00.000Z, so nothing is left to run for it',
		});
	});
});

describe('a mistake with sls webhook forget is one line', () => {
	it.each([
		['neither id nor match', {}, '--id: say which event, or find events by what they hold: --match <path>=<value>'],
		['both', { id: 'evt_1', match }, '--match: give it or --id, not both'],
		['no path', { match: '=a' }, '--match: give <path>=<value>, such as data.object.customer_email=a@b.example'],
		['no value', { match: 'email' }, '--match: give <path>=<value>, such as data.object.customer_email=a@b.example'],
		['a hole in the path', { match: 'a..b=c' }, '--match: give <path>=<value>, such as data.object.customer_email=a@b.example'],
		['an id and a type', { id: 'evt_1', type: 'x' }, '--type: it narrows --match, and --id is one event already; leave it out'],
		['an id and a time', { id: 'evt_1', since: '2h' }, '--since: it narrows --match, and --id is one event already; leave it out'],
		['no time', { match, since: 'soon' }, '--since: "soon" is no time; give 15m, 2h, 3d or 2026-01-31T12:00:00Z'],
		['no such event', { id: 'evt_9' }, '--id: there is no event "evt_9"; sls webhook events lists them'],
		['nothing that matches', { match: 'email=no@b.example' }, '--match: no kept event has this value at email'],
		[
			'nothing that matches there',
			{ match, source: 'github' },
			'--match: no kept event of github has this value at data.object.customer_email',
		],
		['a source misspelt', { match, source: 'strip' }, '--source: there is no source "strip"; did you mean "stripe"?'],
		['an object', { match: 'data.object=a' }, '--match: no kept event has this value at data.object'],
		['an empty value', { match: 'data.object.name=' }, '--match: no kept event has this value at data.object.name'],
	])('%s', async (_, options, message) => {
		await test.keep(
			ofCustomer('evt_1', 'a@b.example'),
			sampleRecord({ id: 'unreadable', body: Buffer.from('{'), reason: 'body-malformed', functions: {} }),
		);

		await expect(forget(options, desk())).rejects.toMatchObject({ name: 'Mistake', message });
		expect((await left()).forgotten).toEqual([]);
	});
});
