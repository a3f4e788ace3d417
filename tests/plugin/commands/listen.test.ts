import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceError } from '../../../src/clouds/service-error.ts';
import type { Desk } from '../../../src/plugin/commands/desk.ts';
import { Mistake } from '../../../src/plugin/mistake.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import { until } from '../../clouds/local/until.ts';
import { sampleRecord, week } from '../../ports/sample-record.ts';
import { routes, type TestDesk, testDesk } from './test-desk.ts';
import { type TestListener, testListener } from './test-listener.ts';

let stage: TestDesk;
let listener: TestListener;
let now: number;
beforeEach(async () => {
	[stage, listener, now] = [testDesk(), await testListener(routes), Date.now()];
});
afterEach(async () => {
	await stage.close();
	await listener.close();
});

/** The stage's desk, with what is asked of its list. */
const desk = (list?: (asked: object) => unknown): Desk => {
	const own = stage.desk();
	const withStore: Desk['withStore'] = (work) =>
		own.withStore(async ({ events, ...store }) => {
			const watched: typeof events.list = async (filter) => {
				await list?.(filter);
				return await events.list(filter);
			};
			return await work({ ...store, events: { ...events, list: watched } });
		});
	return { ...own, withStore, stage: 'dev', flags: ' --stage dev' };
};

const event = (id: string, receivedAt: number, changes: Partial<EventRecord> = {}): EventRecord => {
	const body = Buffer.from(`{"id":"${id}","type":"${changes.type ?? 'invoice.paid'}","data":{"object":{}}}`);
	const sha256 = createHash('sha256').update(body).digest('hex');
	return sampleRecord({ id, receivedAt, expiresAt: receivedAt + week, body, sha256, ...changes });
};
const push = (id: string, receivedAt: number) => {
	const headers = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-github-delivery': id };
	return event(id, receivedAt, { source: 'github', type: 'push', headers });
};
const huge = Buffer.alloc(8_000_000);
const tooLarge = { body: huge, sha256: createHash('sha256').update(huge).digest('hex') };
const keptThen = async (count: number) => until(async () => (await listener.kept()).length >= count);

describe('sls webhook listen', () => {
	it('given what has come since → all of it in the order in which it came, each with what became of it', async () => {
		await stage.keep(event('evt_3', now - 1000), event('evt_1', now - 3000), push('d2', now - 2000));

		const run = listener.start({ since: '1h' }, desk());
		await run.says('Caught up');
		await run.end();

		const at = (time: number) => new Date(time).toISOString();
		expect(listener.said()).toEqual([
			expect.stringMatching(/^hookport dev, from 20\S+ on$/),
			`${at(now - 3000)}  stripe  invoice.paid  evt_1  → invoice-paid, ledger  kept`,
			`${at(now - 2000)}  github  push  d2  → push  kept`,
			`${at(now - 1000)}  stripe  invoice.paid  evt_3  → invoice-paid, ledger  kept`,
			'Caught up: 3 events: 3 kept. Listening; Ctrl-C ends',
			'Stopped: 3 events: 3 kept',
		]);
		expect(await listener.kept()).toEqual(['evt_1', 'd2', 'evt_3']);
	});

	it('given two deliveries of one millisecond, one of which holds two events → two are handed over, each with its own bytes', async () => {
		const body = Buffer.from('[{"event":"bounce","sg_event_id":"b0"},{"event":"open","sg_event_id":"b1"}]');
		const shared = { source: 'sendgrid', body, sha256: createHash('sha256').update(body).digest('hex') };
		const other = Buffer.from('[{"event":"bounce","sg_event_id":"c0"}]');
		await stage.keep(
			event('b1', now, { ...shared, type: 'open', index: 1 }),
			event('b0', now, { ...shared, type: 'bounce' }),
			event('c0', now, { ...shared, type: 'bounce', body: other, sha256: createHash('sha256').update(other).digest('hex') }),
		);

		const run = listener.start({ since: '1h' }, desk());
		await run.says('Caught up: 3 events: 3 kept');
		await run.end();

		expect(listener.posted.toSorted()).toEqual([['b0', 'b1'], ['c0']]);
	});

	it('given a first start → only what comes from then on', async () => {
		await stage.keep(event('evt_old', now - 60_000));

		const run = listener.start({}, desk());
		await run.says('Caught up: 0 events');
		await stage.keep(event('evt_new', Date.now()));
		await keptThen(1);
		await run.end();

		expect(await listener.kept()).toEqual(['evt_new']);
	});

	it('given that it was closed meanwhile → it goes on where it was, and hands nothing over twice', async () => {
		await stage.keep(event('evt_1', now - 2000));
		const before = listener.start({ since: '1h' }, desk());
		await before.says('Caught up');
		await before.end();
		await stage.keep(event('evt_2', now - 1000), event('evt_3', Date.now()));

		const run = listener.start({}, desk());
		await keptThen(3);
		await run.end();

		expect(listener.posted).toEqual([['evt_1'], ['evt_2'], ['evt_3']]);
		expect(statSync(listener.file('hookport~dev~~.json')).mode & 0o777).toBe(0o600);
	});

	it('given that it was closed before anything had come → it begins there again', async () => {
		await stage.keep(event('evt_0', now - 5000));
		const before = listener.start({}, desk());
		await before.says('Caught up: 0 events');
		await before.end();
		await stage.keep(event('evt_1', Date.now()));
		await pause(2);

		const run = listener.start({}, desk());
		await keptThen(1);
		await run.end();

		expect(await listener.kept()).toEqual(['evt_1']);
	});

	it('given one that the index shows late → it is handed over once, and nothing else again', async () => {
		await stage.keep(event('evt_1', now - 30_000), event('evt_3', now - 1000));
		let looks = 0;
		const run = listener.start(
			{ since: '1h' },
			desk(() => looks++),
		);
		await run.says('Caught up');

		await stage.keep(event('evt_2', now - 20_000));
		await keptThen(3);
		const seen = looks;
		await until(() => looks > seen + 3);
		await run.end();

		expect(listener.posted).toEqual([['evt_1'], ['evt_3'], ['evt_2']]);
	});

	it('given one that is later than the usual reach → it comes with the next far look, at the latest at the next start', async () => {
		await stage.keep(event('evt_2', now));
		const first = listener.start({ since: '1h' }, desk());
		await first.says('Caught up');
		await first.end();
		await stage.keep(event('evt_1', now - 9 * 60_000), event('evt_0', now - 11 * 60_000));

		const run = listener.start({}, desk());
		await keptThen(2);
		await run.end();

		expect(listener.posted).toEqual([['evt_2'], ['evt_1']]);
	});

	it('given an instance whose clock is an hour ahead → what others receive comes all the same', async () => {
		await stage.keep(event('evt_ahead', now + 3_600_000));
		const run = listener.start({ since: '1h' }, desk());
		await run.says('Caught up');

		await stage.keep(event('evt_1', Date.now()));
		await keptThen(2);
		await run.end();

		expect(listener.posted).toEqual([['evt_ahead'], ['evt_1']]);
	});

	it('given that the store of the local run was removed, and --since → it begins anew', async () => {
		await stage.keep(event('evt_1', now - 60_000));
		const first = listener.start({ since: '1h' }, desk());
		await first.says('Caught up');
		await first.end();
		listener.said();

		const run = listener.start({ since: '1h' }, desk());
		await run.says('Caught up: 1 event: 1 known');
		await run.end();

		expect(listener.said()[1]).toMatch(/ {2}evt_1 {2}→ invoice-paid, ledger {2}known$/);
	});

	it.each([
		[{ source: 'github' }, ['d1'], 'hookport~dev~github~.json'],
		[{ function: 'push' }, ['d1'], 'hookport~dev~~push.json'],
		[{ function: 'ledger' }, ['evt_1'], 'hookport~dev~~ledger.json'],
	])('given %o → only that, from a cursor of its own', async (options, ids, file) => {
		await stage.keep(event('evt_1', now - 2000), push('d1', now - 1000), event('evt_2', now, { type: 'invoice.voided' }));

		const run = listener.start({ since: '1h', ...options }, desk());
		await run.says('Caught up');
		await run.end();

		expect(await listener.kept()).toEqual(ids);
		if ('function' in options)
			expect(await listener.functionsOf(ids[0] ?? '', ids[0] === 'd1' ? 'github' : 'stripe')).toEqual([options.function]);
		expect(JSON.parse(readFileSync(listener.file(file), 'utf8')).dealtWith).toHaveLength(1);
	});

	it('given --json → one object a line', async () => {
		await stage.keep(event('evt_1', now), event('evt_2', now + 1, { type: 'unreadable', reason: 'body-malformed', functions: {} }));

		const run = listener.start({ since: '1h', json: true }, desk());
		await run.says('Caught up');
		await run.end();

		const lines = listener.said().map((line) => JSON.parse(line));
		const at = (time: number) => new Date(time).toISOString();
		expect(lines.slice(1, 3)).toEqual([
			{
				...{ receivedAt: at(now), source: 'stripe', type: 'invoice.paid', id: 'evt_1', outcome: 'kept' },
				functions: ['invoice-paid', 'ledger'],
			},
			{
				...{ receivedAt: at(now + 1), source: 'stripe', type: 'unreadable', id: 'evt_2', outcome: 'refused', functions: [] },
				reason: 'the stage could not read it (body-malformed)',
			},
		]);
		expect(lines.map(({ note }) => note).filter(Boolean)).toHaveLength(3);
	});

	it('given an id that would steer the terminal → it reads, and does nothing', async () => {
		await stage.keep(event('evt\u202e', now, { source: 'gone', type: 'a\u001b[2J' }));

		const run = listener.start({ since: '1h' }, desk());
		await run.says('Caught up');
		await run.end();

		expect(listener.said()[1]).toMatch(/ {2}gone {2}a\\u001b\[2J {2}evt\\u202e {2}refused: serverless.yml has no such source$/);
	});

	it.each<[string, Partial<EventRecord>, string]>([
		['was forgotten there', { forgottenAt: 1, body: Buffer.alloc(0) }, 'it was forgotten on the stage'],
		['could not be read there', { type: 'unreadable', reason: 'body-malformed' }, 'the stage could not read it (body-malformed)'],
		['is larger than the door', tooLarge, 'it is larger than the local run takes'],
		['has lost its bytes', { body: { blob: 'gone' } }, 'its bytes are gone from the stage'],
		['has other bytes than were verified', { sha256: '00' }, 'its bytes are not those that the stage has verified'],
		['is of a source that is not here', { source: 'gone' }, 'serverless.yml has no such source'],
	])('given one that %s → a line, and it goes on', async (_, changes, reason) => {
		await stage.keep(event('evt_1', now - 1000, changes), event('evt_2', now));

		const run = listener.start({ since: '1h' }, desk());
		await run.says('Caught up: 2 events: 1 kept, 1 refused');
		await run.end();

		expect(listener.said()[1]).toMatch(new RegExp(`refused: ${reason.replace(/[()]/g, '\\$&')}$`));
		expect(await listener.kept()).toEqual(['evt_2']);
	});

	it('changes nothing on the stage', async () => {
		await stage.keep(event('evt_1', now - 1000), event('evt_2', now, { forgottenAt: 1, body: Buffer.alloc(0) }));
		const before = dump(stage.dataDir);

		const run = listener.start({ since: '1h' }, desk());
		await run.says('Caught up');
		await run.end();

		expect(dump(stage.dataDir)).toEqual(before);
	});
});

/** All that a store holds. */
function dump(dataDir: string): readonly unknown[] {
	const db = new DatabaseSync(join(dataDir, 'hookport.db'));
	const tables = ['events', 'messages', 'letters', 'records'].map((table) => db.prepare(`SELECT rowid, * FROM ${table}`).all());
	db.close();
	return tables;
}

describe('what sls webhook listen waits for', () => {
	it('given that the local run is not up → says so once, and hands over what it missed when it is', async () => {
		listener.shut(true);
		await stage.keep(event('evt_1', now - 1000), event('evt_2', now));
		const run = listener.start({ since: '1h' }, desk());
		await run.says('Waiting: the local run is not up (npm start in another terminal)');

		listener.shut(false);
		await run.says('Caught up');
		await run.end();

		expect(listener.said().filter((line) => /^(Waiting|Going)/.test(line))).toEqual([
			'Waiting: the local run is not up (npm start in another terminal), or has no inspector (WEBHOOK_INSPECTOR_PORT)',
			'Going on',
		]);
		expect(await listener.kept()).toEqual(['evt_1', 'evt_2']);
	});

	it('given that its store fails → nothing is passed by', async () => {
		listener.fail('disk full');
		// Longer ago than is looked again.
		await stage.keep(event('evt_1', now - 3_000_000));
		const run = listener.start({ since: '1h' }, desk());
		await run.says('Waiting: the local run did not take it (422: disk full)');
		await run.end();
		listener.fail(undefined);

		const again = listener.start({}, desk());
		await keptThen(1);
		await again.end();

		expect(await listener.kept()).toEqual(['evt_1']);
	});

	it('given another token than the run has → it is let in nowhere', async () => {
		await stage.keep(event('evt_1', now));
		const run = listener.start({ since: '1h' }, desk(), { findDoor: () => ({ ...listener.door, token: 'another' }) });
		await run.says('Waiting: the local run did not take it (401');
		await run.end();

		expect(await listener.kept()).toEqual([]);
	});

	const expired = new ServiceError('dynamodb', 'ExpiredTokenException', 400);
	it.each<[string, Error, string]>([
		['gives no answer', new ServiceError('dynamodb', 'ECONNRESET', 0), 'dynamodb: ECONNRESET'],
		['is asked too often', new ServiceError('dynamodb', 'ThrottlingException', 400), 'dynamodb: ThrottlingException (400)'],
		['no longer knows who asks', new Mistake('the AWS credentials have expired', { cause: expired }), 'the AWS credentials have expired'],
	])('given a stage that %s → says so once, and goes on when it answers', async (_, failure, why) => {
		await stage.keep(event('evt_1', now));
		let fails = 3;
		const run = listener.start(
			{ since: '1h' },
			desk(() => {
				fails -= 1;
				if (fails >= 0) throw failure;
			}),
		);
		await run.says('Caught up');
		await run.end();

		expect(listener.said().filter((line) => /^(Waiting|Going)/.test(line))).toEqual([`Waiting: ${why}`, 'Going on']);
		expect(await listener.kept()).toEqual(['evt_1']);
	});
});

describe('a mistake with sls webhook listen is one line', () => {
	it.each([
		[{ source: 'strip' }, '--source: there is no source "strip"; did you mean "stripe"?'],
		[{ function: 'leger' }, '--function: no function "leger" takes events; did you mean "ledger"?'],
		[{ function: 'stripe' }, '--function: no function "stripe" takes events; it may be invoice-paid, ledger, push, deploy'],
		[{ since: 'yesterday' }, '--since: "yesterday" is no time; give 15m, 2h, 3d or 2026-01-31T12:00:00Z'],
	])('%o', async (options, message) => {
		const { ended } = listener.start(options, desk());

		await expect(ended).rejects.toMatchObject({ name: 'Mistake', message });
	});

	it('no stage', async () => {
		const { ended } = listener.start({}, stage.desk());

		await expect(ended).rejects.toMatchObject({ message: '--stage: say which stage to listen to, such as --stage dev' });
	});

	it.each<[string, Error, string]>([
		['no right', new ServiceError('firestore', 'PERMISSION_DENIED', 403), 'the stage can not be read: firestore: PERMISSION_DENIED (403)'],
		['a line of its cloud', new Mistake('their role needs it'), 'their role needs it'],
	])('a stage that gives %s', async (_, failure, message) => {
		await stage.keep(event('evt_1', now));
		const refusing = desk(() => {
			throw failure;
		});

		const { ended } = listener.start({}, refusing);

		await expect(ended).rejects.toMatchObject({ name: 'Mistake', message });
	});

	it('a cursor that is none', async () => {
		await stage.keep(event('evt_1', now));
		const file = listener.file('hookport~dev~~.json');
		mkdirSync(join(listener.dataDir, 'listen'));
		writeFileSync(file, '{"since":');

		const { ended } = listener.start({}, desk());

		await expect(ended).rejects.toMatchObject({
			message: `${file} does not say how far was listened: remove it, or say from when with --since`,
		});
	});
});
