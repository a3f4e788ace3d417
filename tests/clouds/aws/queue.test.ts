import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type JsonCall, jsonCall } from '../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { createQueue } from '../../../src/clouds/aws/queue.ts';
import { type Message, messageFor } from '../../../src/webhook/message.ts';
import { queueConformance, type WatchedQueue } from '../../ports/queue.conformance.ts';
import { sampleRecord } from '../../ports/sample-record.ts';
import { type AwsEnvironment, type Emulators, startEmulators } from './emulators.ts';
import { takeAll } from './take-all.ts';

let emulators: Emulators;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());

function watch(env: AwsEnvironment): WatchedQueue {
	const sqs = jsonCall(createClient({ env }), 'sqs');
	const take = (name: string) => takeAll(sqs, env.WEBHOOK_QUEUES + name);
	return {
		...createQueue(sqs, env.WEBHOOK_QUEUES),
		waiting: async (name) => (await take(name)).map(({ message }) => message),
		letters: async (name) => (await take(`${name}-dead`)).map(({ message, attributes }) => ({ message, reason: attributes.reason ?? '' })),
	};
}

describe('the queue of AWS', () => {
	queueConformance(async () => {
		const env = await emulators.service(['invoice-paid', 'ledger', 'other']);
		return { one: watch(env), other: watch(env), close: async () => {} };
	});
});

describe('a batch', () => {
	const messages = Array.from({ length: 23 }, (_, index) =>
		messageFor(sampleRecord({ id: `evt_${index}` }), index < 21 ? 'ledger' : 'other'),
	);
	const fake = (failed: readonly object[]) => {
		const sizes: number[] = [];
		const sqs: JsonCall = async (_, input) => {
			sizes.push((input as { Entries: Message[] }).Entries.length);
			return { Failed: failed };
		};
		return { sizes, queue: createQueue(sqs, 'https://sqs.example/1/test-') };
	};

	it('holds ten messages of one queue at most', async () => {
		const { sizes, queue } = fake([]);

		await queue.send(messages);

		expect(sizes).toEqual([10, 10, 1, 2]);
	});

	it('of which one message failed is an error, without anything of the message', async () => {
		const { queue } = fake([{ Id: '0', Code: 'InternalError', SenderFault: false, Message: 'evt_0 failed' }]);

		await expect(queue.send(messages)).rejects.toThrow(/^sqs: InternalError \(200\)$/);
	});

	it.each([
		['', 'dead'],
		['no\ncontrol\u0000\u0007characters', 'no control characters'],
		['\ud800 \u{1f600} é', '\ufffd \u{1f600} é'],
	])('a letter with the reason %j says %j', async (reason, expected) => {
		const sent: unknown[] = [];
		const queue = createQueue(async (_, input) => {
			sent.push(input);
			return {};
		}, 'https://sqs.example/1/test-');

		await queue.bury(messageFor(sampleRecord(), 'ledger'), reason);

		expect(sent).toMatchObject([
			{ QueueUrl: 'https://sqs.example/1/test-ledger-dead', MessageAttributes: { reason: { StringValue: expected } } },
		]);
	});
});
