import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Exchange, exchange } from '../../../src/clouds/exchange.ts';
import { createClient } from '../../../src/clouds/google/client.ts';
import { createQueue } from '../../../src/clouds/google/queue.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import { NoQueue } from '../../../src/webhook/no-queue.ts';
import { queueConformance } from '../../ports/queue.conformance.ts';
import { sampleRecord } from '../../ports/sample-record.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { cloudOf, deployStage, pubsubOf, pullAll } from './fake-stage.ts';

let fake: FakeGoogle;
beforeAll(async () => {
	fake = await startFakeGoogle();
});
afterAll(() => fake.close());

describe('the queue of Google', () => {
	queueConformance(async () => {
		const { env, prefix } = deployStage(fake, ['invoice-paid', 'ledger', 'other']);
		const watched = () => ({
			...cloudOf(env).queue,
			waiting: async (name: string) => (await pullAll(pubsubOf(env), prefix + name)).map(({ message }) => message),
			letters: async (name: string) =>
				(await pullAll(pubsubOf(env), `${prefix}${name}-dead`)).map(({ message, reason }) => ({ message, reason })),
		});
		return { one: watched(), other: watched(), close: async () => {} };
	});

	it('a function without a topic has no queue', async () => {
		const { queue } = deployStage(fake).cloud();
		const message = messageFor(sampleRecord(), 'gone');

		await expect(queue.send([message])).rejects.toThrow(NoQueue);
		await expect(queue.bury(message, 'dead')).rejects.toThrow(NoQueue);
	});
});

describe('a topic that is refused as if it were there', () => {
	const denied = { error: { code: 403, message: 'User not authorized to perform this action.', status: 'PERMISSION_DENIED' } };
	const way: Exchange = async (origin, outgoing, timeoutMillis) =>
		outgoing.path.endsWith(':publish')
			? { status: 403, headers: {}, body: Buffer.from(JSON.stringify(denied)) }
			: await exchange(origin, outgoing, timeoutMillis);
	const queue = () => {
		const { env } = deployStage(fake);
		const routes = [{ function: 'ledger', source: 'stripe', type: 'invoice.paid', ack: 'stored' }];
		return cloudOf(env, { client: createClient({ env, way }), routes: { service: 'shop', stage: 'prod', routes } }).queue;
	};

	it('is none, where the deployment has no such function any more: its right went with the topic', async () => {
		const message = messageFor(sampleRecord(), 'gone');

		await expect(queue().send([message])).rejects.toThrow(NoQueue);
		await expect(queue().bury(message, 'dead')).rejects.toThrow(NoQueue);
	});

	it('is an error, where it has: nothing is given up for a right that is missing', async () => {
		await expect(queue().send([messageFor(sampleRecord(), 'ledger')])).rejects.toThrow('pubsub: PERMISSION_DENIED (403)');
	});
});

describe('what is published', () => {
	const recording = () => {
		const sent: { path: string; messages: readonly object[] }[] = [];
		const queue = createQueue(
			async (path, input) => {
				sent.push({ path, ...(input as { messages: readonly object[] }) });
				return {};
			},
			{ project: 'p', prefix: 'shop-prod-' },
		);
		return { sent, queue };
	};

	it('is a thousand messages of one topic at most', async () => {
		const { sent, queue } = recording();

		await queue.send(
			Array.from({ length: 1001 }, (_, index) => messageFor(sampleRecord({ id: String(index) }), index < 1000 ? 'ledger' : 'other')),
		);

		expect(sent.map(({ path, messages }) => [path, messages.length])).toEqual([
			['/v1/projects/p/topics/shop-prod-ledger:publish', 1000],
			['/v1/projects/p/topics/shop-prod-other:publish', 1],
		]);
	});

	it.each([
		['', 'dead'],
		['no\ncontrol\u0000\u0007characters', 'no control characters'],
		['\ud800 \u{1f600} é', '\ufffd \u{1f600} é'],
		['\u{1f600}'.repeat(300), '\u{1f600}'.repeat(250)],
	])('as a letter with the reason %j says %j', async (reason, expected) => {
		const { sent, queue } = recording();

		await queue.bury(messageFor(sampleRecord(), 'ledger'), reason);

		expect(sent).toMatchObject([
			{ path: '/v1/projects/p/topics/shop-prod-ledger-dead:publish', messages: [{ attributes: { reason: expected } }] },
		]);
	});
});
