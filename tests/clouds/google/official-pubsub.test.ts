import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createClient, type JsonCall, jsonCall } from '../../../src/clouds/google/client.ts';
import { createQueue } from '../../../src/clouds/google/queue.ts';
import { readEvent } from '../../../src/clouds/google/read-event.ts';
import type { Tokens } from '../../../src/clouds/google/token.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import { NoQueue } from '../../../src/webhook/no-queue.ts';
import { queueConformance } from '../../ports/queue.conformance.ts';
import { sampleRecord } from '../../ports/sample-record.ts';
import { until } from '../local/until.ts';
import { project } from './fake-deployment.ts';
import { startFakeGoogle } from './fake-google.ts';
import { accessToken } from './fake-metadata.ts';
import { pullAll } from './fake-stage.ts';
import { type Emulator, emulatorJar, startEmulator } from './official-emulators.ts';
import { askRaw, pubsubAnswers } from './service-answers.ts';

const jar = emulatorJar('pubsub-emulator/lib');
// Its first answers take seconds where others need the cores too.
jest.setTimeout(30_000);
if (jar === undefined) console.warn('The Pub/Sub emulator of the gcloud SDK is not installed: Pub/Sub is only tried against a fake.');

const tokens: Tokens = { access: async () => 'any', identity: async () => '' };

(jar === undefined ? describe.skip : describe)('the queue on the official emulator', () => {
	let emulator: Emulator;
	let pubsub: JsonCall;
	beforeAll(async () => {
		emulator = await startEmulator(['-jar', jar ?? '']);
		const client = createClient({ env: { WEBHOOK_ENDPOINT_PUBSUB: emulator.url }, tokens, timeoutMillis: 20_000 });
		pubsub = jsonCall(client, 'pubsub');
	}, 60_000);
	afterAll(() => emulator.close());

	const put = async (name: string, body: object) =>
		expect(await askRaw(emulator.url, 'any')(`/v1/${name}`, body, 'PUT')).toMatchObject({ status: 200 });
	/** Topics with their subscriptions, under a prefix of their own. */
	const deploy = async (names: readonly string[], subscription: object = {}) => {
		const prefix = `test-${randomUUID().slice(0, 8)}-`;
		for (const name of names) {
			const topic = `projects/${project}/topics/${prefix}${name}`;
			await put(topic, {});
			await put(`projects/${project}/subscriptions/${prefix}${name}`, { topic, ...subscription });
		}
		return { prefix, queue: createQueue(pubsub, { project, prefix }) };
	};

	queueConformance(async () => {
		const { prefix, queue } = await deploy(['invoice-paid', 'ledger', 'other'].flatMap((name) => [name, `${name}-dead`]));
		const watched = {
			...queue,
			waiting: async (name: string) => (await pullAll(pubsub, prefix + name)).map(({ message }) => message),
			letters: async (name: string) => (await pullAll(pubsub, `${prefix}${name}-dead`)).map(({ message, reason }) => ({ message, reason })),
		};
		return { one: watched, other: watched, close: async () => {} };
	});

	it('a function without a topic has no queue', async () => {
		await expect((await deploy([])).queue.send([messageFor(sampleRecord(), 'gone')])).rejects.toThrow(NoQueue);
	});

	it('what is right and what is wrong is answered as the fake answers it', async () => {
		const fake = await startFakeGoogle();

		expect(await pubsubAnswers(askRaw(emulator.url, 'any'))).toEqual(await pubsubAnswers(askRaw(fake.url, accessToken)));

		await fake.close();
	});

	it('pushes a message as we read it, and again when it was not taken, and no more when it was', async () => {
		const statuses = [429, 204];
		const triggers: unknown[] = [];
		const server = createServer(async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const { method = '', url: originalUrl = '', rawHeaders, socket } = request;
			const read = { method, originalUrl, rawHeaders, rawBody: Buffer.concat(chunks), socket };
			triggers.push(readEvent(read, { publicUrl: '', open: false, now: Date.now }));
			response.writeHead(statuses.shift() ?? 500).end();
		});
		await once(server.listen(0, '127.0.0.1'), 'listening');
		const pushEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/_queue`;
		const retryPolicy = { minimumBackoff: '0.1s', maximumBackoff: '1s' };
		const { queue } = await deploy(['ledger'], { pushConfig: { pushEndpoint }, retryPolicy });
		const message = messageFor(sampleRecord({ id: 'é' }), 'ledger');

		await queue.send([message]);
		await until(() => triggers.length === 2, 15_000);

		expect(triggers).toEqual(
			Array(2).fill(expect.objectContaining({ kind: 'messages', messages: [message], requestId: expect.any(String) })),
		);
		server.close();
	}, 20_000);
});
