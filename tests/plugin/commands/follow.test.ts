import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceError } from '../../../src/clouds/service-error.ts';
import type { Desk } from '../../../src/plugin/commands/desk.ts';
import { events } from '../../../src/plugin/commands/events.ts';
import { replay } from '../../../src/plugin/commands/replay.ts';
import { until } from '../../clouds/local/until.ts';
import { sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
let following: Promise<void> | undefined;
let lines: string[];
beforeEach(() => {
	test = testDesk();
	lines = [];
});
afterEach(async () => {
	test.stop();
	await following;
	await test.close();
});

const now = Date.now();
const kept = (id: string, age: number, changes: Parameters<typeof sampleRecord>[0] = {}) =>
	sampleRecord({ id, receivedAt: now - age, expiresAt: now + 1e9, ...changes });
const done = sampleRun({ status: 'done', attempts: 1, fence: 1, sent: true });

const desk = (changes: Partial<Desk> = {}): Desk => ({ ...test.desk(), print: (text) => lines.push(text), ...changes });
const follow = (options: Parameters<typeof events>[0], changes: Partial<Desk> = {}) => {
	following = events({ ...options, follow: true }, desk(changes));
};
const ids = () => lines.slice(1).map((line) => line.split(/ {2,}/)[4]);
const settle = (id: string) =>
	test.withStore(async (store) => {
		const key = { source: 'stripe', id };
		const claim = await store.events.claim(key, 'invoice-paid', { now: Date.now(), until: Date.now() + 1000 });
		if (claim.outcome === 'claimed') await store.events.settle(key, 'invoice-paid', claim.fence, { status: 'done', at: Date.now() });
	});

describe('sls webhook events --follow', () => {
	it('given events → the latest, newest last, then each that comes and each change, each once and in the same columns', async () => {
		await test.keep(kept('old', 3000, { functions: { 'invoice-paid': done } }), kept('middle', 2000), kept('new', 1000));

		follow({ limit: '2' });
		await until(() => lines.length === 3);
		await test.keep(kept('next', -10));
		await until(() => lines.length === 4);
		await settle('new');
		await until(() => lines.length === 5);
		test.stop();
		await following;

		expect(ids()).toEqual(['middle', 'new', 'next', 'new']);
		expect(lines[0]).toMatch(/^RECEIVED {18}STATUS {5}SOURCE +TYPE +ID +FUNCTIONS$/);
		expect(lines.at(-1)).toMatch(/ {2}done {7}stripe +invoice\.paid +new +invoice-paid done \(1\)$/);
		const [head = '', ...rows] = lines;
		expect(rows.map((row) => row.indexOf('invoice-paid '))).toEqual(rows.map(() => head.indexOf('FUNCTIONS')));
	});

	it('given an old event that is replayed → its line, and what becomes of it', async () => {
		await test.keep(kept('old', 3_600_000, { functions: { 'invoice-paid': done } }), kept('new', 1000, { functions: {} }));

		follow({ limit: '1' });
		await until(() => lines.length === 2);
		await replay({ id: 'old' }, { ...test.desk(), print: () => {} });
		await until(() => lines.length === 3);
		await settle('old');
		await until(() => lines.length === 4);

		expect(ids()).toEqual(['new', 'old', 'old']);
		expect(lines.slice(2).map((line) => line.split(/ {2,}/)[1])).toEqual(['pending', 'done']);
	});

	it('given one that an index shows late, dated before what was printed → it is printed all the same', async () => {
		await test.keep(kept('new', 1000));

		follow({});
		await until(() => lines.length === 2);
		await test.keep(kept('late', 5000));
		await until(() => lines.length === 3);

		expect(ids()).toEqual(['new', 'late']);
	});

	it('given one that comes while the latest are looked for → it is printed once', async () => {
		await test.keep(kept('a', 1000));
		const own = test.desk();
		const busy: Desk['withStore'] = (work) =>
			own.withStore((store) => {
				const list: typeof store.events.list = async (filter) => {
					if (filter.limit === 7) await test.keep(kept('between', 0));
					return await store.events.list(filter);
				};
				return work({ ...store, events: { ...store.events, list } });
			});

		follow({ limit: '7' }, { withStore: busy });
		await until(() => lines.length === 3);
		await test.keep(kept('next', -10));
		await until(() => lines.length > 3);

		expect(ids()).toEqual(['a', 'between', 'next']);
	});

	it('given filters and --json → one object for each change that fits', async () => {
		await test.keep(kept('a', 2000), kept('b', 1000, { source: 'github', type: 'push', functions: {} }));

		follow({ status: 'done', source: 'stripe', json: true });
		await test.keep(kept('c', 0));
		await settle('c');
		await until(() => lines.length === 1);
		await settle('a');
		await until(() => lines.length === 2);

		expect(lines.map((line) => JSON.parse(line)).map(({ id, status }) => [id, status])).toEqual([
			['c', 'done'],
			['a', 'done'],
		]);
	});

	it('given a store that is out of reach for a while → that is said once, and nothing is missed or doubled', async () => {
		await test.keep(kept('a', 1000));
		let failures = 0;
		let isDown = false;
		const own = test.desk();
		const unreliable: Desk['withStore'] = (work) =>
			own.withStore((store) =>
				work({
					...store,
					events: {
						...store.events,
						due: async (...given) => {
							if (!isDown) return await store.events.due(...given);
							failures += 1;
							throw new ServiceError('dynamodb', 'ThrottlingException', 400);
						},
					},
				}),
			);

		follow({}, { withStore: unreliable });
		await until(() => lines.length === 2);
		isDown = true;
		await test.keep(kept('b', 0));
		await until(() => failures === 2);
		isDown = false;
		await until(() => lines.length === 3);

		expect(ids()).toEqual(['a', 'b']);
		expect(test.said()).toBe(
			'dynamodb: ThrottlingException (400); it is asked again, ever less often, until it answers\nThe store answers again\n',
		);
	});

	it('given a failure that does not pass → it ends with it', async () => {
		await test.keep(kept('a', 1000));
		const own = test.desk();
		let asked = 0;
		const refused: Desk['withStore'] = (work) =>
			own.withStore((store) => {
				const due = async () => {
					asked += 1;
					if (asked > 1) throw new ServiceError('dynamodb', 'AccessDeniedException', 400);
					return [];
				};
				return work({ ...store, events: { ...store.events, due } });
			});

		const ending = events({ follow: true }, desk({ withStore: refused }));

		await expect(ending).rejects.toMatchObject({ message: 'dynamodb: AccessDeniedException (400)' });
	});

	it.each([
		[{ until: '1h' }, '--until: what is followed has no end; leave it or --follow out'],
		[{ source: 'strip' }, '--source: there is no source "strip"; did you mean "stripe"?'],
		[{ function: 'legder' }, '--function: no function "legder" takes events; did you mean "ledger"?'],
	])('given %o → one line', async (options, message) => {
		await test.keep(kept('a', 1000));

		await expect(events({ ...options, follow: true }, desk())).rejects.toMatchObject({ name: 'Mistake', message });
	});
});
