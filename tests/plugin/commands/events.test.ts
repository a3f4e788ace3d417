import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { events } from '../../../src/plugin/commands/events.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
beforeEach(async () => {
	test = testDesk();
	await test.keep(
		sampleRecord({ id: 'done', functions: { 'invoice-paid': sampleRun({ status: 'done', attempts: 1 }) } }),
		sampleRecord({
			id: 'dead',
			receivedAt: noon + 1000,
			functions: { 'invoice-paid': sampleRun({ status: 'dead', attempts: 3, lastError: 'no connection', reason: 'failed 3 times' }) },
		}),
		sampleRecord({ id: 'unhandled', receivedAt: noon + 2000, source: 'github', type: 'issues', functions: {} }),
		sampleRecord({ id: 'unread', receivedAt: noon + 3000, source: 'gone', type: 'unreadable', functions: {}, reason: 'body-malformed' }),
		sampleRecord({ id: 'waits', receivedAt: Date.now() - 60_000, source: 'github', type: 'push', functions: { push: sampleRun() } }),
	);
});
afterEach(() => test.close());

const idsFor = async (options: Parameters<typeof events>[0]) => {
	await events({ ...options, json: true }, test.desk());
	const lines = test.printed().split('\n').filter(Boolean);
	return lines.map((line) => JSON.parse(line).id);
};

describe('sls webhook events', () => {
	it('given no filter → a table, newest first, with what became of each at its functions', async () => {
		await events({}, test.desk());

		expect(test.printed().replace(/^20(?!26-01-15).{22}/m, '<a minute ago>          ')).toBe(
			[
				'RECEIVED                  STATUS     SOURCE  TYPE          ID         FUNCTIONS',
				'<a minute ago>            pending    github  push          waits      push pending (0)',
				'2026-01-15T12:00:03.000Z  dead       gone    unreadable    unread     body-malformed',
				'2026-01-15T12:00:02.000Z  unhandled  github  issues        unhandled',
				'2026-01-15T12:00:01.000Z  dead       stripe  invoice.paid  dead       invoice-paid dead (3)',
				'2026-01-15T12:00:00.000Z  done       stripe  invoice.paid  done       invoice-paid done (1)',
			].join('\n'),
		);
	});

	it('given --json → one object a line, with what a script needs', async () => {
		await events({ json: true, type: 'invoice.paid' }, test.desk());

		const [dead, done] = test
			.printed()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(done).toEqual({
			id: 'done',
			source: 'stripe',
			type: 'invoice.paid',
			receivedAt: '2026-01-15T12:00:00.000Z',
			status: 'done',
			functions: [{ name: 'invoice-paid', status: 'done', attempts: 1, lastError: null }],
		});
		expect(dead.functions).toEqual([
			{ name: 'invoice-paid', status: 'dead', attempts: 3, lastError: 'no connection', reason: 'failed 3 times' },
		]);
	});

	it.each([
		[{}, ['waits', 'unread', 'unhandled', 'dead', 'done']],
		[{ source: 'github' }, ['waits', 'unhandled']],
		[{ source: 'gone' }, ['unread']],
		[{ type: 'push' }, ['waits']],
		[{ status: 'pending' }, ['waits']],
		[{ status: 'done' }, ['done']],
		[{ status: 'dead' }, ['unread', 'dead']],
		[{ status: 'unhandled' }, ['unhandled']],
		[{ since: '5m' }, ['waits']],
		[{ since: '1s' }, []],
		[{ since: '2026-01-15T12:00:02Z' }, ['waits', 'unread', 'unhandled']],
		[{ since: '2026-01' }, ['waits', 'unread', 'unhandled', 'dead', 'done']],
		[{ limit: '2' }, ['waits', 'unread']],
		[{ source: 'stripe', status: 'dead', limit: '1' }, ['dead']],
		[{ until: '2026-01-15T12:00:01Z' }, ['dead', 'done']],
		[{ since: '2026-01-15T12:00:01Z', until: '2026-01-15T12:00:02Z' }, ['unhandled', 'dead']],
		[{ function: 'push' }, ['waits']],
		[{ function: 'invoice-paid', limit: '1' }, ['dead']],
		[{ function: 'invoice-paid', status: 'done' }, ['done']],
		[{ function: 'invoice-paid', status: 'pending' }, []],
	])('given %o → %o', async (options, ids) => {
		const found = await idsFor(options);

		expect(found).toEqual(ids);
	});

	it('given an event that one function is dead for and another still waits → with that function, it is dead', async () => {
		const dead = sampleRun({ status: 'dead', attempts: 3, reason: 'failed 3 times' });
		await test.keep(sampleRecord({ id: 'both', functions: { ledger: dead, 'invoice-paid': sampleRun() } }));

		expect(await idsFor({ function: 'ledger', status: 'dead' })).toEqual(['both']);
		expect(await idsFor({ function: 'ledger', status: 'pending' })).toEqual([]);
		expect(await idsFor({ status: 'dead' })).not.toContain('both');
	});

	it('given more than the limit → the table says so, and how to see them', async () => {
		await events({ limit: '2' }, test.desk());

		expect(test.printed()).toMatch(/\nThere are more: --limit 20, --since or --source choose others$/);
	});

	it('given none that fits → it says that', async () => {
		await events({ type: 'nothing' }, test.desk());

		expect(test.printed()).toBe('No events.');
	});

	it.each([
		['evt\u001b[2J\u009b1m\r\nSTRIPE', 'evt\\u001b[2J\\u009b1m\\u000d\\u000aSTRIPE'],
		['evt\u202egnp', 'evt\\u202egnp'],
		['evt_🦊é', 'evt_🦊é'],
	])('given an id that would steer the terminal (%j) → it reads, and does nothing', async (id, shown) => {
		await test.keep(sampleRecord({ id, receivedAt: Date.now() }));

		await events({ limit: '1' }, test.desk());
		await events({ limit: '1', json: true }, test.desk());

		const [, row = '', , json = ''] = test.printed().split('\n');
		expect(row).toContain(`  ${shown}  `);
		expect(json).not.toMatch(/[\p{Cc}\u202e]/u);
		expect(JSON.parse(json).id).toBe(id);
	});
});

describe('a mistake with sls webhook events is one line', () => {
	it.each([
		[{ source: 'strip' }, '--source: there is no source "strip"; did you mean "stripe"?'],
		[{ status: 'ded' }, '--status: there is no status "ded"; did you mean "dead"?'],
		[{ status: 'running' }, '--status: there is no status "running"; it may be pending, done, dead, unhandled'],
		[{ since: '3' }, '--since: "3" is no time; give 15m, 2h, 3d or 2026-01-31T12:00:00Z'],
		[{ since: 'yesterday' }, '--since: "yesterday" is no time; give 15m, 2h, 3d or 2026-01-31T12:00:00Z'],
		[{ until: 'soon' }, '--until: "soon" is no time; give 15m, 2h, 3d or 2026-01-31T12:00:00Z'],
		[{ since: '1h', until: '2h' }, '--since: it is after --until, so nothing can fit'],
		[{ function: 'pish' }, '--function: no function "pish" takes events; did you mean "push"?'],
		[{ limit: '0' }, '--limit: it must be a whole number from 1, not "0"'],
		[{ limit: 'all' }, '--limit: it must be a whole number from 1, not "all"'],
	])('%o', async (options, message) => {
		await expect(events(options, test.desk())).rejects.toMatchObject({ name: 'Mistake', message });
	});
});
