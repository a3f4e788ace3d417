import { describe, expect, it } from '@jest/globals';
import { chooseRuns, type Wish } from '../../../src/plugin/commands/choose-runs.ts';
import type { EventRecord, RunStatus } from '../../../src/webhook/record.ts';
import { sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { routes } from './test-desk.ts';

const record = (functions: Readonly<Record<string, RunStatus>>, changes: Partial<EventRecord> = {}) =>
	sampleRecord({
		functions: Object.fromEntries(Object.entries(functions).map(([name, status]) => [name, sampleRun({ status })])),
		...changes,
	});
const mixed = record({ 'invoice-paid': 'dead', ledger: 'done' });
const runs = record({ 'invoice-paid': 'running', ledger: 'pending' });
const gone = record({ old: 'dead', ledger: 'dead' });
const none = record({});
const untaken = record({}, { type: 'invoice.voided' });
const unread = record({}, { type: 'unreadable', reason: 'body-malformed' });
const forgotten = record({ 'invoice-paid': 'dead' }, { forgottenAt: 1 });

/** serverless.yml has `invoice-paid` and `ledger` for invoice.paid. */
const rows: readonly (readonly [string, EventRecord, Wish, readonly string[], readonly (readonly [string, string])[]])[] = [
	['no status', mixed, {}, ['invoice-paid', 'ledger'], []],
	['one that is dead', mixed, { status: 'dead' }, ['invoice-paid'], []],
	['one that is done', mixed, { status: 'done' }, ['ledger'], []],
	['none that waits', mixed, { status: 'pending' }, [], []],
	['a function by its name', mixed, { function: 'ledger' }, ['ledger'], []],
	['a function that is not of that status', mixed, { function: 'ledger', status: 'dead' }, [], []],
	['a function of other events', mixed, { function: 'push' }, [], []],
	['one that runs', runs, {}, ['ledger'], [['invoice-paid', 'still running']]],
	['one that runs, which is to wait', runs, { status: 'pending' }, ['ledger'], [['invoice-paid', 'still running']]],
	['one that is there no more', gone, { status: 'dead' }, ['ledger'], [['old', 'no such function any more']]],
	['one that is there no more, by its name', gone, { function: 'old' }, [], [['old', 'no such function any more']]],
	['nobody then, and functions now', none, {}, ['invoice-paid', 'ledger'], []],
	['nobody then, asked for as such', none, { status: 'unhandled', function: 'ledger' }, ['ledger'], []],
	['nobody then and now', untaken, { status: 'unhandled' }, [], [['', 'no function takes it']]],
	['nobody then and now, for a function by its name', untaken, { status: 'unhandled', function: 'ledger' }, [], []],
	['unreadable', unread, { status: 'dead' }, [], [['', 'could not be read']]],
	['unreadable, for a function by its name', unread, { status: 'dead', function: 'ledger' }, [], []],
	['forgotten, and not of that status', forgotten, { status: 'done' }, [], []],
	['forgotten', forgotten, { status: 'dead' }, [], [['', 'forgotten']]],
];

describe('what a replay by a filter runs of an event', () => {
	it.each(rows)('%s', (_given, event, wish, names, left) => {
		const choice = chooseRuns(event, wish, routes.routes);

		expect(choice.run.map((route) => route.function)).toEqual(names);
		expect(choice.left.map((one) => [one.function, one.why])).toEqual(left);
	});
});
