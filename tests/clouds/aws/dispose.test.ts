import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type JsonCall, jsonCall } from '../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { dispose } from '../../../src/clouds/aws/dispose.ts';
import { createQueue } from '../../../src/clouds/aws/queue.ts';
import { readEvent } from '../../../src/clouds/aws/read-event.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import type { Disposition } from '../../../src/webhook/ports.ts';
import { sampleRecord } from '../../ports/sample-record.ts';
import { type Emulators, startEmulators } from './emulators.ts';
import { sqsEvent } from './lambda-events.ts';
import { takeAll } from './take-all.ts';

const later = (retryAfterSeconds: number): Disposition => ({ done: false, retryAfterSeconds });
const done: Disposition = { done: true };

function open(event: unknown) {
	const trigger = readEvent(event, {});
	if (trigger.kind !== 'messages') throw new TypeError(trigger.kind);
	return trigger.messages;
}

describe('on a queue', () => {
	let emulators: Emulators;
	beforeAll(async () => {
		emulators = await startEmulators();
	});
	afterAll(() => emulators.close());

	it('only what is to come again is named, and comes after its own time', async () => {
		const { WEBHOOK_QUEUES: queues, ...env } = await emulators.service(['ledger']);
		const sqs = jsonCall(createClient({ env }), 'sqs');
		await createQueue(sqs, queues).send(['done', 'now', 'later'].map((id) => messageFor(sampleRecord({ id }), 'ledger')));
		const taken = await takeAll(sqs, `${queues}ledger`);
		const messages = open(sqsEvent(`${queues}ledger`, taken));
		const dispositions = { done, now: later(0), later: later(9.5) };
		const errors: unknown[] = [];

		const answer = await dispose(
			messages,
			messages.map(({ id }) => dispositions[id as 'done']),
			{ sqs, queues, onError: (error) => errors.push(error) },
		);

		const idOf = (id: string) => taken.find(({ message }) => message.id === id)?.messageId ?? '';
		expect(new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))).toEqual(new Set([idOf('now'), idOf('later')]));
		expect((await takeAll(sqs, `${queues}ledger`)).map(({ message }) => message.id)).toEqual(['now']);
		expect(errors).toEqual([]);
	});
});

describe('what the queue is told', () => {
	const queues = 'https://sqs.eu-central-1.amazonaws.com/000000000000/shop-prod-';
	const many = Array.from({ length: 12 }, (_, index) => ({
		body: JSON.stringify(messageFor(sampleRecord(), 'ledger')),
		messageId: `m${index}`,
		receiptHandle: `r${index}`,
	}));

	it('is the seconds, rounded up and within the 12 hours that it allows, ten messages at once', async () => {
		const told: { QueueUrl: string; Entries: { VisibilityTimeout: number }[] }[] = [];
		const sqs: JsonCall = async (_, input) => {
			told.push(input as (typeof told)[number]);
			return {};
		};
		const messages = open(sqsEvent(`${queues}given-up`, many));

		await dispose(
			messages,
			messages.map((_, index) => later(index === 0 ? 100_000 : index + 0.1)),
			{ sqs, queues, onError: () => {} },
		);

		expect(told.map(({ QueueUrl }) => QueueUrl)).toEqual([`${queues}given-up`, `${queues}given-up`]);
		expect(told.flatMap(({ Entries }) => Entries.map(({ VisibilityTimeout }) => VisibilityTimeout))).toEqual([
			42_300, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
		]);
	});

	it('may fail: the messages come again all the same, and the failure is told', async () => {
		const errors: unknown[] = [];
		const messages = open(sqsEvent(`${queues}ledger`, many));
		const sqs: JsonCall = async () => ({ Failed: [{ Id: '0', Code: 'ReceiptHandleIsInvalid' }] });

		const answer = await dispose(
			messages,
			messages.map(() => later(1)),
			{ sqs, queues, onError: (error) => errors.push(error) },
		);

		expect(answer.batchItemFailures).toHaveLength(12);
		expect(errors.map(String)).toEqual(Array(2).fill('ServiceError: sqs: ReceiptHandleIsInvalid (200)'));
	});

	it('is nothing when all is done', async () => {
		const sqs: JsonCall = () => Promise.reject(new Error('asked'));
		const messages = open(sqsEvent(`${queues}ledger`, many));

		expect(
			await dispose(
				messages,
				messages.map(() => done),
				{ sqs, queues, onError: () => {} },
			),
		).toEqual({ batchItemFailures: [] });
	});
});
