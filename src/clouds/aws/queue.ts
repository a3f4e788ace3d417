import { briefReason } from '../../webhook/forgotten.ts';
import { encodeMessage, type Message } from '../../webhook/message.ts';
import { NoQueue } from '../../webhook/no-queue.ts';
import type { Queue } from '../../webhook/ports.ts';
import { chunks } from '../chunks.ts';
import { ServiceError } from '../service-error.ts';
import type { JsonCall } from './call-json.ts';

/** SQS takes so many messages at once. */
const mostAtOnce = 10;

/** One queue per function, `<prefix><function>`, and one for its dead letters, `<prefix><function>-dead`. */
export function createQueue(sqs: JsonCall, prefix: string): Queue {
	const sendBatch = async (name: string, messages: readonly Message[]) => {
		const Entries = messages.map((message, index) => ({ Id: String(index), MessageBody: encodeMessage(message) }));
		await there(name, whole(sqs('SendMessageBatch', { QueueUrl: prefix + name, Entries })));
	};
	return {
		send: async (messages) => {
			const queues = Map.groupBy(messages, (message) => message.function);
			const batches = [...queues].flatMap(([name, all]) => chunks(all, mostAtOnce).map((some) => sendBatch(name, some)));
			await Promise.all(batches);
		},
		bury: async (message, reason) => {
			const sent = sqs('SendMessage', {
				QueueUrl: `${prefix}${message.function}-dead`,
				MessageBody: encodeMessage(message),
				MessageAttributes: { reason: { DataType: 'String', StringValue: plain(briefReason(reason)) } },
			});
			await there(message.function, sent);
		},
	};
}

/** CloudFormation makes a function's queues before whoever sends to them, so one that is not there is gone for good. */
async function there(name: string, sent: Promise<unknown>): Promise<void> {
	await sent.catch((error: unknown) => {
		throw error instanceof ServiceError && /QueueDoesNotExist|NonExistentQueue/.test(error.code)
			? new NoQueue(`${name} has no queue`)
			: error;
	});
}

/** Fails when a part of a batch did. */
export async function whole(batch: ReturnType<JsonCall>): Promise<void> {
	const { Failed } = await batch;
	if (!Array.isArray(Failed) || Failed.length === 0) return;
	// Sound because the API says so: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_BatchResultErrorEntry.html
	const [{ Code }] = Failed as [{ readonly Code: string }];
	throw new ServiceError('sqs', Code, 200);
}

/** An attribute is never empty, and takes no control characters: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
function plain(reason: string): string {
	return (
		reason
			.toWellFormed()
			.replace(/[\p{Cc}\uFFFE\uFFFF]+/gu, ' ')
			.trim() || 'dead'
	);
}
