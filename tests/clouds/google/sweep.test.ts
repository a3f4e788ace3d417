import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSweep } from '../../../src/clouds/create-sweep.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import type { Cloud } from '../../../src/webhook/ports.ts';
import type { Run } from '../../../src/webhook/record.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { type GooglePlatform, googlePlatform } from './google-platform.ts';
import { jsonRequest, pushRequest } from './google-requests.ts';

const name = 'ledger';
const key = { source: 'stripe', id: 'evt_1' };
const schedule = jsonRequest('/_sweep');
let fake: FakeGoogle;
let on: GooglePlatform;
let cloud: Cloud;
beforeAll(async () => {
	fake = await startFakeGoogle();
});
afterAll(() => fake.close());
beforeEach(() => {
	on = googlePlatform(fake, [{ function: name, source: 'stripe', type: 'invoice.paid', ack: 'stored' }]);
	cloud = { ...on.as('webhook-sweep').cloud, now: () => noon };
});

const keep = (run: Partial<Run>) => cloud.events.insert(sampleRecord({ functions: { [name]: sampleRun(run) } }), noon);
const kept = async () => (await cloud.events.get(key))?.functions[name];

describe('on its schedule', () => {
	it('sends what was committed but not sent, more than one round of it, and once', async () => {
		const ids = Array.from({ length: 120 }, (_, index) => `evt_${index}`);
		for (const id of ids) await cloud.events.insert(sampleRecord({ id, functions: { [name]: sampleRun() } }), noon);
		const sweep = createSweep(cloud);

		const answers = [await sweep(schedule, {}), await sweep(schedule, {})];

		expect(answers).toEqual([{ due: 120 }, { due: 0 }]);
		expect(new Set((await on.take(name)).map(({ message }) => message.id))).toEqual(new Set(ids));
	});

	it('ends as dead what its sender did not send again, and counts it', async () => {
		await keep({ ack: 'handled' });

		await createSweep(cloud)(schedule, {});

		expect(await kept()).toMatchObject({ status: 'dead', reason: 'the sender did not send it again' });
		expect(on.lines.map((line) => JSON.parse(line))).toMatchObject([
			{ service: 'shop', stage: 'prod', function: name, metric: 'dead', value: 1 },
		]);
	});

	it('tells what failed in one line, leaves it due, and fails itself, so that an alarm sees it', async () => {
		await keep({});
		const send = () => Promise.reject(new Error('pubsub: down'));

		const sweeping = createSweep({ ...cloud, queue: { ...cloud.queue, send } })(schedule, {});

		await expect(sweeping).rejects.toThrow('1 events stay due');
		expect(on.lines.map((line) => JSON.parse(line))).toMatchObject([
			{ severity: 'ERROR', message: 'an event stays due', error: 'pubsub: down' },
		]);
		expect(await cloud.events.due(noon, 10)).toHaveLength(1);
	});

	it.each([
		['was not sent', { sent: false }],
		['was sent hours ago, and went with its queue', { sent: true }],
		['is dead, and its letter was not sent', { status: 'dead', reason: 'serverless.yml has no function gone', attempts: 1 }],
	] as const)('ends what waits for a function that is deployed no more as dead, where it %s', async (_, run) => {
		await cloud.events.insert(sampleRecord({ functions: { gone: sampleRun(run), [name]: sampleRun() } }), noon);

		await createSweep(cloud)(schedule, {});

		const { functions } = (await cloud.events.get(key)) ?? {};
		expect(functions?.gone).toMatchObject({ status: 'dead', reason: 'serverless.yml has no function gone', sent: true });
		expect(functions?.[name]).toMatchObject({ status: 'pending', sent: true });
		expect(await cloud.events.due(noon, 10)).toEqual([]);
	});

	it('fails where the database can not be reached, so that an alarm sees it', async () => {
		const due = () => Promise.reject(new Error('firestore: down'));

		await expect(createSweep({ ...cloud, events: { ...cloud.events, due } })(schedule, {})).rejects.toThrow('firestore: down');
	});
});

describe('what a queue gave up', () => {
	const givenUp = (body: string = JSON.stringify(messageFor(sampleRecord(), name))) =>
		createSweep(cloud)(pushRequest({ data: Buffer.from(body).toString('base64') }), {});
	const letters = async () => (await on.take(`${name}-dead`)).map(({ message, reason }) => [message.id, reason]);
	const nothingFailed = { status: 204, headers: {}, body: '' };
	const again = { ...nothingFailed, status: 429 };

	it.each([
		['waits', { sent: true }],
		['was running until its lease ended', { status: 'running', leaseUntil: noon, attempts: 3, fence: 3, sent: true }],
	] as const)('ends dead when it %s, with its letter', async (_, run) => {
		await keep(run);

		const answer = await givenUp();

		expect(answer).toEqual(nothingFailed);
		expect(await kept()).toMatchObject({ status: 'dead', reason: 'the queue gave it up', sent: true });
		expect(await letters()).toEqual([['evt_1', 'the queue gave it up']]);
		expect(on.lines.map((line) => JSON.parse(line))).toMatchObject([
			{ service: 'shop', stage: 'prod', function: name, metric: 'dead', value: 1 },
		]);
	});

	it('comes again when it is running now', async () => {
		await keep({ status: 'running', leaseUntil: noon + 5000, attempts: 1, fence: 1, sent: true });

		expect(await givenUp()).toEqual(again);
		expect([(await kept())?.status, await letters()]).toEqual(['running', []]);
	});

	it('stays as it is when it is done', async () => {
		await keep({ status: 'done', attempts: 1, sent: true });

		expect(await givenUp()).toEqual(nothingFailed);
		expect([(await kept())?.status, await letters()]).toEqual(['done', []]);
	});

	it('is a letter when no record waits for it', async () => {
		expect(await givenUp()).toEqual(nothingFailed);
		expect(await letters()).toEqual([['evt_1', 'the queue gave it up']]);
	});

	it('is told in a line when it is no message of ours, without what it holds', async () => {
		expect(await givenUp('{"secret":"text"}')).toEqual(nothingFailed);

		expect(on.lines.map((line) => JSON.parse(line))).toMatchObject([{ severity: 'ERROR', 'messaging.message.id': 'm1' }]);
		expect(on.lines.join()).not.toContain('text"');
	});

	it('comes again when the database can not be reached', async () => {
		const claim = () => Promise.reject(new Error('firestore: down'));
		const sweep = createSweep({ ...cloud, events: { ...cloud.events, claim } });
		const body = JSON.stringify(messageFor(sampleRecord(), name));

		const answer = await sweep(pushRequest({ data: Buffer.from(body).toString('base64') }), {});

		expect(answer).toEqual(again);
	});
});
