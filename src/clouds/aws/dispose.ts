import type { Message } from '../../webhook/message.ts';
import type { Disposition } from '../../webhook/ports.ts';
import { chunks } from '../chunks.ts';
import type { JsonCall } from './call-json.ts';
import { whole } from './queue.ts';
import { type Receipt, receiptOf } from './read-event.ts';

/** What Lambda takes for a batch: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting */
export type BatchAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/** SQS counts 12 hours from when the message was taken, and a function may have had it for 15 minutes since. */
const longestSeconds = 12 * 60 * 60 - 15 * 60;
const mostAtOnce = 10;

type Later = Receipt & { readonly seconds: number };

type Means = {
	readonly sqs: JsonCall;
	/** The prefix of the queues' URLs. */
	readonly queues: string;
	readonly onError: (error: unknown) => void;
};

/** Names the messages that are to come again, after their own time. Where that can't be told to the queue, they come when its own time is over. */
export async function dispose(
	messages: readonly Message[],
	dispositions: readonly Disposition[],
	{ sqs, queues, onError }: Means,
): Promise<BatchAnswer> {
	const later = messages.flatMap((message, index) => {
		const disposition = dispositions[index];
		if (disposition === undefined || disposition.done) return [];
		return [{ ...receiptOf(message), seconds: Math.min(Math.ceil(disposition.retryAfterSeconds), longestSeconds) }];
	});
	const batches = [...Map.groupBy(later, ({ queue }) => queue)].flatMap(([queue, all]) =>
		chunks(all, mostAtOnce).map((some) => delay(String(new URL(queue, queues)), some, sqs).catch(onError)),
	);
	await Promise.all(batches);
	return { batchItemFailures: later.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function delay(QueueUrl: string, some: readonly Later[], sqs: JsonCall): Promise<void> {
	const Entries = some.map(({ receiptHandle, seconds }, index) => ({
		Id: String(index),
		ReceiptHandle: receiptHandle,
		VisibilityTimeout: seconds,
	}));
	await whole(sqs('ChangeMessageVisibilityBatch', { QueueUrl, Entries }));
}
