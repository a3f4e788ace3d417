import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Exchange, exchange } from '../../../src/clouds/exchange.ts';
import { createClient, jsonCall } from '../../../src/clouds/google/client.ts';
import { createDocuments } from '../../../src/clouds/google/documents.ts';
import { eventId, toFields } from '../../../src/clouds/google/event-document.ts';
import { createEvents } from '../../../src/clouds/google/events.ts';
import { eventsConformance } from '../../ports/events.conformance.ts';
import { noon, sampleRecord, sampleRun, week } from '../../ports/sample-record.ts';
import { project } from './fake-deployment.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { cloudOf, deployStage, documentsOf } from './fake-stage.ts';
import { losingAnswers } from './losing-answers.ts';

let fake: FakeGoogle;
beforeAll(async () => {
	fake = await startFakeGoogle();
});
afterAll(() => fake.close());

describe('events of Google', () => {
	eventsConformance(async () => {
		const { cloud } = deployStage(fake);
		return { one: cloud().events, other: cloud().events, close: async () => {} };
	});

	it('an insert and a claim whose answers got lost are made once, and say so', async () => {
		const { env } = deployStage(fake);
		const { way, lose } = losingAnswers();
		const events = createEvents(createDocuments(jsonCall(createClient({ env, way }), 'firestore'), project, `${env.WEBHOOK_PREFIX}events`));
		lose(':commit');
		expect(await events.insert(sampleRecord(), noon)).toEqual({});
		lose(':commit');
		const claim = await events.claim({ source: 'stripe', id: 'evt_1' }, 'invoice-paid', { now: noon, until: noon + 1000 });

		expect(claim).toMatchObject({ outcome: 'claimed', attempt: 1, fence: 1 });
		expect((await cloudOf(env).events.get({ source: 'stripe', id: 'evt_1' }))?.functions['invoice-paid']?.attempts).toBe(1);
	});

	it('a document is due, or may be removed by time, as its runs say', async () => {
		const { env, cloud } = deployStage(fake);
		const [waiting, done] = [sampleRecord(), sampleRecord({ id: 'done', functions: { ledger: sampleRun({ status: 'done' }) } })];
		for (const record of [waiting, done]) await cloud().events.insert(record, noon);

		const found = await Promise.all([waiting, done].map(async (record) => (await documentsOf(env).get('events', eventId(record)))?.fields));

		expect(found.map((fields) => [fields?.status, fields?.dueAt, fields?.ttl])).toEqual([
			[{ stringValue: 'pending' }, { doubleValue: noon }, undefined],
			[{ stringValue: 'done' }, undefined, { timestampValue: new Date(noon + week + 32 * 24 * 60 * 60_000).toISOString() }],
		]);
	});

	it('a database that is not there is an error, not a missing event', async () => {
		const { events } = cloudOf({ ...deployStage(fake).env, WEBHOOK_PREFIX: 'nowhere-' });

		await expect(events.get({ source: 'stripe', id: 'evt_1' })).rejects.toThrow('firestore: NOT_FOUND (404)');
	});

	it('a list that breaks off after it has begun is an error, not a short list: bytes that its rest needs would be erased', async () => {
		const { env } = deployStage(fake);
		const unavailable = { error: { code: 503, message: 'The service is currently unavailable.', status: 'UNAVAILABLE' } };
		const way: Exchange = async (origin, outgoing, timeoutMillis) => {
			const answer = await exchange(origin, outgoing, timeoutMillis);
			if (!outgoing.path.endsWith(':runQuery')) return answer;
			return { ...answer, body: Buffer.from(JSON.stringify([...JSON.parse(answer.body.toString()), unavailable])) };
		};
		const { events } = cloudOf(env, { client: createClient({ env, way }) });
		await events.insert(sampleRecord(), noon);

		await expect(events.list({})).rejects.toThrow('firestore: UNAVAILABLE (503)');
		await expect(events.due(noon, 10)).rejects.toThrow('firestore: UNAVAILABLE (503)');
	});

	it('more than a page of them, on either side of a page’s end, come newest first and as many as asked for', async () => {
		const { events } = deployStage(fake).cloud();
		const all = Array.from({ length: 430 }, (_, index) => sampleRecord({ id: `evt_${index}`, receivedAt: noon + (index >> 1) }));
		await Promise.all(all.map((record) => events.insert(record, noon)));

		const times = (await events.list({})).map(({ receivedAt }) => receivedAt);

		expect(times).toEqual(all.map(({ receivedAt }) => receivedAt).reverse());
		expect((await events.list({ limit: 7, source: 'stripe' })).map(({ receivedAt }) => receivedAt)).toEqual(times.slice(0, 7));
	});
});

describe('a record may be removed by time', () => {
	const day = 24 * 60 * 60_000;
	/** So long Pub/Sub keeps a dead letter, which names the record. */
	const letter = 31 * day;
	it.each([
		['never, while somebody waits for it', sampleRecord(), undefined],
		[
			'a day after a dead letter of its last day is gone, once it is done',
			sampleRecord({ functions: { ledger: sampleRun({ status: 'done' }) } }),
			noon + week + letter + day,
		],
		[
			'a day after the dead letter of a replay that ended later is gone',
			sampleRecord({ functions: { ledger: sampleRun({ status: 'dead', sent: true, dueAt: noon + 2 * week }) } }),
			noon + 2 * week + letter + day,
		],
	])('%s', (_, record, expected) => {
		const { ttl } = toFields({ record, version: '1' });

		expect(ttl?.timestampValue).toBe(expected && new Date(expected).toISOString());
	});
});
