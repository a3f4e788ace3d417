import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceError } from '../../../src/clouds/service-error.ts';
import { replay } from '../../../src/plugin/commands/replay.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { routes, type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
});
afterEach(() => test.close());

const dead = sampleRun({ status: 'dead', attempts: 3, fence: 3, sent: true, reason: 'failed 3 times' });
const done = sampleRun({ status: 'done', attempts: 1, fence: 1, sent: true });
const running = sampleRun({ status: 'running', attempts: 1, fence: 1, leaseUntil: noon });

const failed = (id: string, seconds: number, changes: Partial<EventRecord> = {}) =>
	sampleRecord({ id, receivedAt: noon + seconds * 1000, functions: { 'invoice-paid': dead }, ...changes });
const runsOf = async (id: string) => (await test.withStore((store) => store.events.get({ source: 'stripe', id })))?.functions;
const replaysOf = async (id: string) => (await runsOf(id))?.['invoice-paid']?.replays;
const objects = () =>
	test
		.printed()
		.split('\n')
		.map((line) => JSON.parse(line));

describe('sls webhook replay by a filter', () => {
	beforeEach(() =>
		test.keep(
			failed('late', 3),
			failed('early', 1),
			failed('mixed', 2, { functions: { 'invoice-paid': dead, ledger: done } }),
			failed('waits', 4, { functions: { 'invoice-paid': dead, ledger: running } }),
			failed('fine', 5, { functions: { 'invoice-paid': done } }),
			failed('gone', 6, { functions: { 'old-function': dead } }),
			failed('unread', 7, { type: 'unreadable', reason: 'body-malformed', functions: {} }),
			failed('forgotten', 8, { forgottenAt: noon, body: Buffer.alloc(0) }),
		),
	);

	it('given --dry-run → the plan with what is left alone and why, and nothing changes', async () => {
		await replay({ status: 'dead', 'dry-run': true }, test.desk());

		expect(test.printed().split('\n')).toEqual([
			'EVENTS  SOURCE  TYPE          FUNCTION',
			'4       stripe  invoice.paid  invoice-paid  to run',
			'1       stripe  invoice.paid                forgotten',
			'1       stripe  unreadable                  could not be read',
			'1       stripe  invoice.paid  old-function  no such function any more',
			'4 events to replay, from 2026-01-15T12:00:01.000Z to 2026-01-15T12:00:04.000Z',
		]);
		expect(await replaysOf('early')).toBe(0);
	});

	it('given --yes → oldest first, and of each event only the functions that are dead', async () => {
		await replay({ status: 'dead', yes: true, json: true }, test.desk());

		const [total, ...lines] = objects().reverse();
		expect(lines.reverse().map(({ id, result, sent }) => [id, result, sent])).toEqual(
			['early', 'mixed', 'late', 'waits'].map((id) => [id, 'sent', ['invoice-paid']]),
		);
		expect(total).toEqual({ total: { sent: 4, left: 0, failed: 0 } });
		expect(await runsOf('mixed')).toMatchObject({ 'invoice-paid': { status: 'pending', replays: 1 }, ledger: done });
		expect(await runsOf('waits')).toMatchObject({ ledger: running });
		expect(test.said()).toBe('');
	});

	it('given the same again → nothing is left that fits', async () => {
		await replay({ status: 'dead', yes: true }, test.desk());
		const first = test.printed();
		await replay({ status: 'dead', yes: true }, test.desk());

		expect(first).toMatch(/\n4 sent again; they run when npm start does$/);
		expect(test.printed()).toMatch(/\nNothing to replay$/);
		expect(await replaysOf('early')).toBe(1);
	});

	it.each([
		[{ limit: '2', status: 'dead' }, ['late', 'waits']],
		[{ status: 'dead', since: '2026-01-15T12:00:02Z', until: '2026-01-15T12:00:03Z' }, ['mixed', 'late']],
		[{ status: 'done' }, ['mixed', 'fine']],
		[{ status: 'dead', function: 'ledger' }, []],
		[{ type: 'invoice.paid', until: '2026-01-15T12:00:02Z' }, ['early', 'mixed']],
		[{ source: 'github' }, []],
	])('given %o → %o', async (options, ids) => {
		await replay({ ...options, yes: true, json: true }, test.desk());

		expect(objects().flatMap(({ id }) => id ?? [])).toEqual(ids);
	});

	it('given a function that is running → it is left alone and told', async () => {
		await replay({ type: 'invoice.paid', since: '2026-01-15T12:00:04Z', until: '2026-01-15T12:00:04Z', 'dry-run': true }, test.desk());

		expect(test.printed()).toMatch(/\n1 +stripe +invoice.paid +ledger +still running\n/);
	});

	it('given a function that was added since → it runs for what it takes now', async () => {
		await replay({ function: 'ledger', until: '2026-01-15T12:00:01Z', yes: true }, test.desk());

		expect(await runsOf('early')).toMatchObject({ 'invoice-paid': dead, ledger: { status: 'pending', replays: 1 } });
	});
});

describe('what could go wrong with many', () => {
	const queueFailing = (desk: ReturnType<TestDesk['desk']>, fails: (id: string) => boolean) => ({
		...desk,
		withStore: <Result>(work: Parameters<typeof desk.withStore<Result>>[0]) =>
			desk.withStore((store) =>
				work({
					...store,
					events: {
						...store.events,
						reopen: async (key, names, now) => {
							if (fails(key.id)) throw new ServiceError('dynamodb', 'ECONNRESET', 0);
							return await store.events.reopen(key, names, now);
						},
					},
				}),
			),
	});

	it('given one that fails → it is named, the others go on, and the exit code is 1', async () => {
		await test.keep(failed('a', 1), failed('b', 2), failed('c', 3));

		await replay(
			{ status: 'dead', yes: true },
			queueFailing(test.desk(), (id) => id === 'b'),
		);

		expect(test.printed().split('\n').slice(-2)).toEqual([
			'stripe b: failed (dynamodb: ECONNRESET); npx sls webhook replay --source stripe --id b',
			'2 sent again, 1 failed; they run when npm start does',
		]);
		expect(await replaysOf('c')).toBe(1);
		expect(process.exitCode).toBe(1);
	});

	it('given that all fail → it stops after ten, and says how to go on', async () => {
		await test.keep(...Array.from({ length: 20 }, (_, n) => failed(`e${n}`, n)));

		await replay(
			{ status: 'dead', yes: true },
			queueFailing(test.desk(), () => true),
		);

		expect(test.printed().split('\n').slice(-2)).toEqual([
			'stopped, 10 events failed in a row: 0 sent again, 10 failed',
			'To go on: npx sls webhook replay --status dead --yes --since 2026-01-15T12:00:10.000Z --until 2026-01-15T12:00:19.000Z',
		]);
	});

	it('given more options → what goes on has them too, and so has what runs one event again', async () => {
		await test.keep(...Array.from({ length: 12 }, (_, n) => failed(`e${n}`, n)));
		const given = {
			source: 'stripe',
			type: 'invoice.paid',
			status: 'dead',
			function: 'invoice-paid',
			since: '2026-01-01',
			until: '2026-02-01',
		};

		await replay(
			{ ...given, limit: '11', rate: '900', yes: true },
			queueFailing(test.desk(), () => true),
		);

		const [one, , , goOn] = test.printed().split('\n').slice(-4);
		expect(one).toMatch(/; npx sls webhook replay --source stripe --id e\d+ --function invoice-paid$/);
		expect(goOn).toBe(
			'To go on: npx sls webhook replay --source stripe --type invoice.paid --status dead --function invoice-paid --limit 11 --rate 900 --yes --since 2026-01-15T12:00:11.000Z --until 2026-01-15T12:00:11.000Z',
		);
	});

	it('given Ctrl-C → it stops between two deliveries, and what it says sends the rest, and nothing twice', async () => {
		await test.keep(failed('a', 1), failed('b1', 2), failed('b2', 2), failed('c', 3));
		const desk = test.desk();
		const stopping = queueFailing(desk, (id) => {
			if (id.startsWith('b')) test.stop();
			return false;
		});

		await replay({ source: 'stripe', yes: true }, stopping);
		const goOn = /--since (\S+) --until (\S+)$/.exec(test.printed());
		const code = process.exitCode;
		const [, since = '', until = ''] = goOn ?? [];
		await replay({ source: 'stripe', since, until, yes: true }, testDeskAgain(desk));

		expect(await Promise.all(['a', 'b1', 'b2', 'c'].map(replaysOf))).toEqual([1, 1, 1, 1]);
		expect(code).toBe(1);
		expect(test.printed()).toMatch(/\n1 sent again; they run when npm start does$/);
	});

	const testDeskAgain = (desk: ReturnType<TestDesk['desk']>) => ({ ...desk, untilStopped: () => new Promise<void>(() => {}) });

	it('given more than a page in one millisecond, and more pages → each once, oldest first', async () => {
		await test.keep(
			...Array.from({ length: 210 }, (_, n) => failed(`same${n}`, 1)),
			...Array.from({ length: 250 }, (_, n) => failed(`each${n}`, 2 + n)),
		);

		await replay({ status: 'dead', yes: true, json: true }, test.desk());

		const [total, ...lines] = objects().reverse();
		const times = lines.reverse().map(({ receivedAt }) => receivedAt);
		expect(total).toEqual({ total: { sent: 460, left: 0, failed: 0 } });
		expect(new Set(lines.map(({ id }) => id)).size).toBe(460);
		expect(times).toEqual([...times].sort());
	});

	it('given a rate → so many a second', async () => {
		await test.keep(failed('a', 1), failed('b', 2), failed('c', 3));
		const begun = performance.now();

		await replay({ status: 'dead', yes: true, rate: '20' }, test.desk());

		expect(performance.now() - begun).toBeGreaterThanOrEqual(95);
		expect(test.printed()).toMatch(/3 events to replay, .*, 20 a second, so about 1 s\n/);
	});
});

describe('a mistake with sls webhook replay by a filter is one line', () => {
	it.each([
		[{}, /^--id: say which event \(sls webhook events lists them\), or which of many: --status dead/],
		[{ limit: '5' }, /^--id: say which event/],
		[{ status: 'dead' }, /^--yes: nobody is here to be asked, so give it, or look at the plan first with --dry-run$/],
		[{ status: 'dead', json: true }, /^--yes: with --json nothing is asked, so give it, or look at the plan first with --dry-run$/],
		[{ status: 'dead', rate: '0' }, /^--rate: it must be a number of events a second from 0\.1 to 1000, not "0"$/],
		[{ status: 'ded' }, /^--status: there is no status "ded"; did you mean "dead"\?$/],
		[{ id: 'a', status: 'dead' }, /^--status: it is for many events, and --id is one already; leave it out$/],
		[{ source: 'strip' }, /^--source: there is no source "strip"; did you mean "stripe"\?$/],
		[{ function: 'legder' }, /^--function: no function "legder" takes events; did you mean "ledger"\?$/],
		[{ since: '1h', until: '2h' }, /^--since: it is after --until, so nothing can fit$/],
	])('%o', async (options, message) => {
		await test.keep(failed('a', 1));

		await expect(replay(options, test.desk())).rejects.toMatchObject({ name: 'Mistake', message: expect.stringMatching(message) });
		expect(await replaysOf('a')).toBe(0);
	});

	it('the answer no', async () => {
		await test.keep(failed('a', 1));

		await expect(replay({ status: 'dead' }, { ...test.desk(), attended: true })).rejects.toMatchObject({
			message: 'nothing was replayed: answer yes, or give --yes',
		});
		expect(await replaysOf('a')).toBe(0);
	});
});

it('given no function that takes them → the plan says so', async () => {
	await test.keep(failed('a', 1, { type: 'invoice.voided', functions: {} }));
	const only = { routes: routes.routes };

	await replay({ status: 'unhandled', yes: true }, test.desk(only));

	expect(test.printed()).toMatch(/\n1 +stripe +invoice\.voided +no function takes it\nNothing to replay$/);
});
