import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCloud } from '../../../../src/clouds/aws/create-cloud.ts';
import { events } from '../../../../src/plugin/commands/events.ts';
import { replay } from '../../../../src/plugin/commands/replay.ts';
import { type Emulators, startEmulators } from '../../../clouds/aws/emulators.ts';
import { until } from '../../../clouds/local/until.ts';
import { sampleRecord, sampleRun } from '../../../ports/sample-record.ts';
import { type FakeAccount, fakeAccount, stageRoutes } from './fake-account.ts';

let emulators: Emulators;
let account: FakeAccount;
let printed: string[];
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	account = await fakeAccount(emulators);
	printed = [];
});
afterEach(() => account.close());

const now = Date.now();
const cloud = () => createCloud({ env: account.env, routes: stageRoutes });
const dead = sampleRun({ status: 'dead', attempts: 3, fence: 3, sent: true, reason: 'failed 3 times' });
const keep = (id: string, age: number, functions = { 'invoice-paid': dead }) =>
	cloud().events.insert(sampleRecord({ id, receivedAt: now - age, expiresAt: now + 1e9, functions }), 0);
const desk = () => account.desk((text) => void printed.push(text));
const objects = () => printed.splice(0).map((line) => JSON.parse(line));

describe('many events of a stage', () => {
	it('given replay by a filter → a plan at ten a second, then all of them, oldest first, in the stage’s queues', async () => {
		for (const n of [3, 1, 2]) await keep(`evt_${n}`, 1000 * (10 - n));
		await keep('old', 90_000_000);

		await replay({ status: 'dead', since: '1h', 'dry-run': true }, await desk());
		const plan = printed.splice(0).join('\n');
		await replay({ status: 'dead', since: '1h', yes: true, rate: '1000', json: true }, await desk());

		expect(plan).toMatch(/^3 +stripe +invoice\.paid +invoice-paid +to run\n3 events to replay, from .* to .*, 10 a second, so about 1 s$/m);
		expect(objects().flatMap(({ id }) => id ?? [])).toEqual(['evt_1', 'evt_2', 'evt_3']);
		expect((await cloud().events.get({ source: 'stripe', id: 'evt_2' }))?.functions['invoice-paid']).toMatchObject({
			status: 'pending',
			sent: true,
			replays: 1,
		});
		expect((await cloud().events.get({ source: 'stripe', id: 'old' }))?.functions['invoice-paid']).toEqual(dead);
	});

	it('given --follow → what comes, what becomes of it, and an old one that is replayed', async () => {
		await keep('old', 90_000_000);
		let stop = () => {};
		const stopped = new Promise<void>((resolve) => {
			stop = resolve;
		});
		const following = events({ follow: true, json: true, limit: '1' }, { ...(await desk()), untilStopped: () => stopped });
		await until(() => printed.length === 1);

		await cloud().events.insert(sampleRecord({ id: 'new', receivedAt: Date.now(), expiresAt: now + 1e9 }), 0);
		await until(() => printed.length === 2, 10_000);
		await replay({ id: 'old' }, await account.desk(() => {}));
		await until(() => printed.length === 3, 10_000);
		stop();
		await following;

		expect(objects().map(({ id, status }) => [id, status])).toEqual([
			['old', 'dead'],
			['new', 'pending'],
			['old', 'pending'],
		]);
	}, 30_000);
});
