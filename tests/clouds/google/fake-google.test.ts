import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, jsonCall } from '../../../src/clouds/google/client.ts';
import { createQueue } from '../../../src/clouds/google/queue.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import { sampleRecord } from '../../ports/sample-record.ts';
import { until } from '../local/until.ts';
import { project } from './fake-deployment.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { accessToken } from './fake-metadata.ts';
import { deployStage, documentsOf } from './fake-stage.ts';
import { askRaw, firestoreAnswers, pubsubAnswers } from './service-answers.ts';

let fake: FakeGoogle;
beforeAll(async () => {
	fake = await startFakeGoogle({ secondMillis: 1 });
});
afterAll(() => fake.close());

/** These rows are what the official emulators answer, to which the fake is held where they are installed. */
describe('the fake refuses what Google refuses', () => {
	const refused = [400, 'INVALID_ARGUMENT'];

	it('of Firestore', async () => {
		const { prefix } = deployStage(fake);

		expect(await firestoreAnswers(askRaw(fake.url, accessToken), `${prefix}events`)).toMatchObject({
			'put where there is one': [409, 'ALREADY_EXISTS'],
			'put since another time': [400, 'FAILED_PRECONDITION'],
			'put where there is none': [400, 'FAILED_PRECONDITION'],
			'bytes that are no base64': refused,
			'a field that is not known': refused,
			'a value of no type': refused,
		});
	});

	it('of Pub/Sub', async () => {
		expect(await pubsubAnswers(askRaw(fake.url, accessToken))).toMatchObject({
			'published to nothing': [404, 'NOT_FOUND'],
			'an empty message': refused,
			'no message': refused,
			'data that is no base64': refused,
			'a field that is not known': refused,
		});
	});

	it('a query that no index of the deployment serves', async () => {
		const query = {
			where: {
				compositeFilter: {
					op: 'AND',
					filters: [{ fieldFilter: { field: { fieldPath: 'type' }, op: 'EQUAL', value: { stringValue: 'a' } } }],
				},
			},
			limit: 1,
		};
		const orderBy = ['receivedAt', '__name__'].map((fieldPath) => ({ field: { fieldPath }, direction: 'DESCENDING' }));

		await expect(documentsOf(deployStage(fake).env).find('events', { ...query, orderBy })).rejects.toThrow(
			'firestore: FAILED_PRECONDITION (400)',
		);
	});

	it.each([
		'/v1/projects/p/databases/d/documents:commit',
		'/v1/projects/p/topics/t:publish',
		'/v1/projects/p/secrets/s:addVersion',
		'/storage/v1/b/b/o/o',
	])('whoever has no token, at %s', async (path) => {
		expect((await askRaw(fake.url, 'stolen')(path, {})).status).toBe(401);
	});

	it('who asks for a token without saying that it is the metadata server that he asks', async () => {
		const path = '/computeMetadata/v1/instance/service-accounts/default/token';

		const statuses = [await fetch(fake.url + path), await fetch(fake.url + path, { headers: { 'metadata-flavor': 'Google' } })].map(
			({ status }) => status,
		);

		expect(statuses).toEqual([403, 200]);
	});
});

describe('the fake pushes', () => {
	const message = messageFor(sampleRecord(), 'ledger');
	let server: Server;
	afterEach(() => void server.close());

	/** A function that answers so, and what it gets. */
	async function listen(statuses: readonly number[]) {
		const got: { readonly path: string; readonly authorization: string; readonly body: Record<string, unknown> }[] = [];
		server = createServer(async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const { url: path = '', headers } = request;
			got.push({ path, authorization: headers.authorization ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) });
			response.writeHead(statuses[got.length - 1] ?? statuses.at(-1) ?? 204).end();
		});
		await once(server.listen(0, '127.0.0.1'), 'listening');
		return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
	}

	it('a message until it is taken, with an identity, and counts', async () => {
		const { got, url } = await listen([500, 429, 204]);
		const prefix = 'pushed-';
		fake.deploy({ prefix, functions: ['ledger'], pushTo: { ledger: url } });

		await createQueue(jsonCall(createClient({ env: fake.env('', prefix) }), 'pubsub'), { project, prefix }).send([message]);
		await until(() => got.length === 3);

		expect(got.map(({ path, body }) => [path, body.deliveryAttempt])).toEqual([1, 2, 3].map((attempt) => ['/_queue', attempt]));
		expect(new Set(got.map(({ authorization }) => authorization.slice(0, 10)))).toEqual(new Set(['Bearer eyJ']));
	});

	it('to the topic of what is given up, after so many attempts', async () => {
		const { got, url } = await listen([500]);
		const ask = askRaw(fake.url, accessToken);
		const named = (kind: string, name: string) => `projects/${project}/${kind}/giving-${name}`;
		await ask(`/v1/${named('topics', 'up')}`, {}, 'PUT');
		await ask(`/v1/${named('topics', 'ledger')}`, {}, 'PUT');
		await ask(`/v1/${named('subscriptions', 'up')}`, { topic: named('topics', 'up') }, 'PUT');
		const deadLetterPolicy = { deadLetterTopic: named('topics', 'up'), maxDeliveryAttempts: 5 };
		await ask(
			`/v1/${named('subscriptions', 'ledger')}`,
			{ topic: named('topics', 'ledger'), pushConfig: { pushEndpoint: url }, deadLetterPolicy },
			'PUT',
		);

		await ask(`/v1/${named('topics', 'ledger')}:publish`, { messages: [{ data: 'YQ==' }] });
		const pull = async () => (await ask(`/v1/${named('subscriptions', 'up')}:pull`, { maxMessages: 1 })).answer;
		let given: unknown = {};
		await until(async () => {
			given = await pull();
			return JSON.stringify(given) !== '{}';
		});

		expect(got).toHaveLength(5);
		expect(given).toMatchObject({
			receivedMessages: [{ message: { data: 'YQ==', attributes: { CloudPubSubDeadLetterSourceDeliveryCount: '5' } } }],
		});
	});
});
