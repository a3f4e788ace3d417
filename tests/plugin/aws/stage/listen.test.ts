import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jsonCall } from '../../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../../src/clouds/aws/client.ts';
import { createCloud } from '../../../../src/clouds/aws/create-cloud.ts';
import { placeOfEvent, seal } from '../../../../src/middleware/seal.ts';
import { currentKey } from '../../../../src/middleware/storage-key.ts';
import type { EventRecord } from '../../../../src/webhook/record.ts';
import { type Emulators, startEmulators } from '../../../clouds/aws/emulators.ts';
import { until } from '../../../clouds/local/until.ts';
import { sampleRecord, week } from '../../../ports/sample-record.ts';
import { routes } from '../../commands/test-desk.ts';
import { type TestListener, testListener } from '../../commands/test-listener.ts';
import { type FakeAccount, fakeAccount, stageRoutes } from './fake-account.ts';

let emulators: Emulators;
let account: FakeAccount;
let listener: TestListener;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	[account, listener] = [await fakeAccount(emulators), await testListener(routes)];
});
afterEach(() => Promise.all([account.close(), listener.close()]));

const cloud = () => createCloud({ env: account.env, routes: stageRoutes });
const now = Date.now();
const bytesOf = (id: string) => Buffer.from(`{"id":"${id}","type":"invoice.paid","data":{"object":{"id":"in_${id}"}}}`);
const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const receive = async (id: string, receivedAt: number, changes: Partial<EventRecord> = {}) => {
	const body = bytesOf(id);
	await cloud().events.insert(
		sampleRecord({ id, receivedAt, expiresAt: receivedAt + week, body, sha256: digestOf(body), ...changes }),
		now,
	);
};
const key = randomBytes(32).toString('base64');
const sealed = async (id: string): Promise<Partial<EventRecord>> => {
	const own = await currentKey('stripe', { get: async () => key, refresh: async () => false });
	return { body: seal(bytesOf(id), own, placeOfEvent({ source: 'stripe', id })), sealed: true, sha256: own.digest(bytesOf(id)) };
};
const scan = async () => {
	const { Items } = await jsonCall(createClient({ env: account.env }), 'dynamodb')('Scan', { TableName: account.env.WEBHOOK_TABLE });
	return (Items as unknown[]).map((item) => JSON.stringify(item)).sort();
};
const listen = async (print: (text: string) => void = () => {}) => listener.start({ since: '2d' }, await account.desk(print));

describe('sls webhook listen on a stage on AWS', () => {
	it('given events over two days and in the bucket → all of them in order, and the table is as it was', async () => {
		const large = bytesOf('evt_large');
		await cloud().blobs.put('stripe/large', large);
		const times = Array.from({ length: 40 }, (_, at) => now - at * 3_600_000);
		for (const [at, time] of times.entries()) await receive(`evt_${at}`, time);
		await receive('evt_large', now - 1_800_000, { body: { blob: 'stripe/large' } });
		const before = await scan();

		const run = await listen();
		await run.says('Caught up: 41 events: 41 kept');
		await run.end();

		const wanted = [...times.keys()].map((at) => `evt_${at}`).reverse();
		expect(await listener.kept()).toEqual([...wanted.slice(0, -1), 'evt_large', 'evt_0']);
		expect(await scan()).toEqual(before);
	});

	it('given a body that is sealed → it is opened with the key of the stage, and handed over as it came', async () => {
		account.parameters.set('/shop/prod/STRIPE_STORAGE_KEY', key);
		await receive('evt_1', now, await sealed('evt_1'));

		const run = await listen();
		await run.says('Caught up: 1 event: 1 kept');
		await run.end();

		expect(await listener.bodyOf('evt_1')).toEqual(bytesOf('evt_1'));
	});

	it('given one whose key is not there → a line without a value, and it goes on', async () => {
		await receive('evt_1', now - 1000, await sealed('evt_1'));
		await receive('evt_2', now);

		const run = await listen();
		await run.says('Caught up: 2 events: 1 kept, 1 refused');
		await run.end();

		expect(listener.said()[1]).toMatch(/refused: STRIPE_STORAGE_KEY is not set on prod/);
	});

	it('given that its key can not be read for a moment → it waits, and does not pass it by', async () => {
		account.parameters.set('/shop/prod/STRIPE_STORAGE_KEY', key);
		await receive('evt_1', now, await sealed('evt_1'));
		const run = await listen();
		account.refusal = 'ThrottlingException';
		await run.says('Waiting: STRIPE_STORAGE_KEY: the secret store can not be reached', 20_000);

		account.refusal = undefined;
		await run.says('Caught up: 1 event: 1 kept', 20_000);
		await run.end();

		expect(await listener.bodyOf('evt_1')).toEqual(bytesOf('evt_1'));
	});

	it('given a login that expires meanwhile → it waits for another one, and misses nothing', async () => {
		const run = await listen();
		await run.says('Caught up: 0 events');
		account.credentials = Object.assign(new Error('The SSO session associated with this profile has expired'), {
			name: 'CredentialsProviderError',
		});
		await run.says('Waiting: there are no AWS credentials: The SSO session associated with this profile has expired');
		await receive('evt_1', Date.now());

		account.credentials = undefined;
		await until(async () => (await listener.kept()).length > 0);
		await run.end();

		expect(await listener.kept()).toEqual(['evt_1']);
	});
});
