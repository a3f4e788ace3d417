import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startDispatcher } from '../../../src/clouds/local/dispatch.ts';
import { replay } from '../../../src/plugin/commands/replay.ts';
import { keyOf } from '../../../src/webhook/message.ts';
import { until } from '../../clouds/local/until.ts';
import { sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { routes, type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
});
afterEach(() => test.close());

const dead = sampleRun({ status: 'dead', attempts: 3, fence: 3, sent: true, reason: 'failed 3 times', lastError: 'no connection' });
const done = sampleRun({ status: 'done', attempts: 1, fence: 1, sent: true });
const key = { source: 'stripe', id: 'evt_1' };
const runs = async () => (await test.withStore((store) => store.events.get(key)))?.functions;
const queued = () => test.withStore(async (store) => [...(await store.queue.names())].sort());

describe('sls webhook replay', () => {
	it('given a dead and a done function → both wait again with no attempts, and their messages are queued', async () => {
		await test.keep(sampleRecord({ functions: { 'invoice-paid': dead, ledger: done } }));

		await replay({ id: 'evt_1' }, test.desk());

		expect(test.printed()).toBe('stripe evt_1: sent again to invoice-paid, ledger; it runs when npm start does');
		expect(await runs()).toMatchObject({
			'invoice-paid': { status: 'pending', attempts: 0, fence: 3, sent: true, replays: 1 },
			ledger: { status: 'pending', attempts: 0, fence: 1, sent: true, replays: 1 },
		});
		expect(await queued()).toEqual(['invoice-paid', 'ledger']);
	});

	it('given --function → only that one', async () => {
		await test.keep(sampleRecord({ functions: { 'invoice-paid': dead, ledger: done } }));

		await replay({ id: 'evt_1', function: 'invoice-paid' }, test.desk());

		expect(await runs()).toMatchObject({ 'invoice-paid': { status: 'pending' }, ledger: done });
		expect(await queued()).toEqual(['invoice-paid']);
	});

	it('given a function that is running → it is left alone, and that is said', async () => {
		const running = sampleRun({ status: 'running', attempts: 1, fence: 1, leaseUntil: Date.now() + 60_000 });
		await test.keep(sampleRecord({ functions: { 'invoice-paid': running, ledger: dead } }));

		await replay({ id: 'evt_1' }, test.desk());

		expect(test.printed()).toBe(
			'stripe evt_1: sent again to ledger; it runs when npm start does\nstripe evt_1: invoice-paid still running, nothing sent',
		);
		expect((await runs())?.['invoice-paid']).toEqual(running);
		expect(await queued()).toEqual(['ledger']);
	});

	it('given that the local run is up → its dispatcher runs the function, through what another process has written', async () => {
		await test.serve();
		await test.keep(sampleRecord({ functions: { 'invoice-paid': dead } }));
		const ran: string[] = [];
		await test.withStore(async (store) => {
			const dispatcher = startDispatcher({
				store,
				functions: { 'invoice-paid': { concurrency: 1, timeoutSeconds: 6 } },
				run: async (name, message) => {
					const claim = await store.events.claim(keyOf(message), name, { now: Date.now(), until: Date.now() + 10_000 });
					ran.push(claim.outcome);
					return { done: true };
				},
				now: Date.now,
				onError: (error) => ran.push(String(error)),
			});

			await replay({ id: 'evt_1' }, test.desk());

			await until(() => ran.length > 0);
			await dispatcher.stop();
		});
		expect(test.printed()).toBe('stripe evt_1: sent again to invoice-paid');
		expect(ran).toEqual(['claimed']);
	});

	it('given an event whose sender waited for the answer → it comes through the queue this time', async () => {
		const handled = { ...dead, ack: 'handled' as const };
		await test.keep(sampleRecord({ source: 'slack', type: 'slash_command', functions: { deploy: handled } }));

		await replay({ id: 'evt_1' }, test.desk());

		expect(await queued()).toEqual(['deploy']);
	});

	it('given an event that nobody took, and functions that were added since → they run', async () => {
		await test.keep(sampleRecord({ functions: {} }));

		await replay({ id: 'evt_1' }, test.desk());

		expect(await runs()).toMatchObject({
			'invoice-paid': { status: 'pending', ack: 'stored', sent: true, replays: 1 },
			ledger: { status: 'pending', ack: 'stored', sent: true, replays: 1 },
		});
		expect(await queued()).toEqual(['invoice-paid', 'ledger']);
	});

	it('given a function that was added since, beside one that ran → it runs only where it is named', async () => {
		await test.keep(sampleRecord({ functions: { 'invoice-paid': done } }));

		await replay({ id: 'evt_1' }, test.desk());
		const before = await runs();
		await replay({ id: 'evt_1', function: 'ledger' }, test.desk());

		expect(Object.keys(before ?? {})).toEqual(['invoice-paid']);
		expect(await runs()).toMatchObject({ 'invoice-paid': { replays: 1 }, ledger: { status: 'pending', replays: 1 } });
	});

	it('given --dry-run → what would run, and nothing does', async () => {
		await test.keep(sampleRecord({ functions: { 'invoice-paid': dead, ledger: done } }));

		await replay({ id: 'evt_1', 'dry-run': true }, test.desk());
		await replay({ id: 'evt_1', 'dry-run': true, json: true }, test.desk());

		const [text, json = ''] = test.printed().split('\n');
		expect(text).toBe('stripe evt_1: would be sent again to invoice-paid, ledger');
		expect(JSON.parse(json)).toEqual({ source: 'stripe', id: 'evt_1', dryRun: true, sent: ['invoice-paid', 'ledger'], stillRunning: [] });
		expect(await runs()).toEqual({ 'invoice-paid': dead, ledger: done });
		expect(await queued()).toEqual([]);
	});

	it('given one function that serverless.yml no longer has → only the other runs', async () => {
		await test.keep(sampleRecord({ functions: { gone: dead, ledger: dead } }));

		await replay({ id: 'evt_1' }, test.desk());

		expect(await runs()).toMatchObject({ gone: dead, ledger: { status: 'pending' } });
		expect(await queued()).toEqual(['ledger']);
	});
});

describe('a mistake with sls webhook replay is one line', () => {
	const subscribed = sampleRecord({ functions: { 'invoice-paid': dead } });
	const unread = sampleRecord({ type: 'unreadable', reason: 'body-malformed', functions: {} });

	it.each([
		[
			'no event',
			{},
			subscribed,
			'--id: say which event (sls webhook events lists them), or which of many: --status dead, --since 2h, --source …',
		],
		[
			'a function misspelt',
			{ id: 'evt_1', function: 'invoice-payed' },
			subscribed,
			'--function: "invoice-payed" does not take invoice.paid of stripe in serverless.yml; did you mean "invoice-paid"?',
		],
		[
			'a function of another type',
			{ id: 'evt_1', function: 'push' },
			subscribed,
			'--function: "push" does not take invoice.paid of stripe in serverless.yml; it may be invoice-paid, ledger',
		],
		[
			'an event that could not be read',
			{ id: 'evt_1' },
			unread,
			'event "evt_1" could not be read (body-malformed), so no function can run for it',
		],
		[
			'an event that nobody takes',
			{ id: 'evt_1' },
			sampleRecord({ type: 'invoice.voided', functions: {} }),
			'no function in serverless.yml takes invoice.voided of stripe; add one, then replay',
		],
	])('%s', async (_given, options, record, message) => {
		await test.keep(record);

		await expect(replay(options, test.desk())).rejects.toMatchObject({ name: 'Mistake', message });
		expect(await queued()).toEqual([]);
	});

	it('no function is left in serverless.yml', async () => {
		await test.keep(subscribed);
		const only = { routes: routes.routes.filter((route) => route.type === undefined) };

		await expect(replay({ id: 'evt_1' }, test.desk(only))).rejects.toMatchObject({
			message: 'no function in serverless.yml takes invoice.paid of stripe; add one, then replay',
		});
	});
});
