import type { Message } from '../../webhook/message.ts';
import type { Trigger } from '../../webhook/ports.ts';
import { deliveryOf, isHttpEvent, isObject, requestIdOf } from '../http-event.ts';
import { readMessage } from '../read-message.ts';
import { readTraceparent } from './read-traceparent.ts';

/** What of an SQS event's record is read: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
type QueueRecord = {
	readonly messageId: string;
	readonly receiptHandle: string;
	readonly body: string;
	readonly attributes: { readonly ApproximateReceiveCount: string };
	readonly eventSource: 'aws:sqs';
	/** `arn:aws:sqs:<region>:<account>:<queue>`. */
	readonly eventSourceARN: string;
};

type QueueEvent = { readonly Records: readonly QueueRecord[] };

/** Where a message came from; only the queue that delivered it knows it by these. */
export type Receipt = { readonly messageId: string; readonly receiptHandle: string; readonly queue: string };

const receipts = new WeakMap<Message, Receipt>();

type Call = {
	readonly publicUrl?: string | undefined;
	/** X-Ray's, as Lambda puts it into the environment before each call. */
	readonly trace?: string | undefined;
	readonly context?: unknown;
};

/** Tells what woke the function. Anything that is neither a delivery nor messages is a call with that payload. */
export function readEvent(input: unknown, { publicUrl, trace, context }: Call): Trigger {
	if (isHttpEvent(input)) {
		return { kind: 'delivery', delivery: deliveryOf(input, { publicUrl, protocol: 'https', traceparent: readTraceparent(trace) }) };
	}
	if (isQueueEvent(input)) {
		const messages = input.Records.map(toMessage);
		const again = messages.filter((_, index) => Number(input.Records[index]?.attributes.ApproximateReceiveCount) > 1);
		return { kind: 'messages', messages, again: new Set(again), requestId: requestIdOf(context) };
	}
	return { kind: 'call', payload: input };
}

export function receiptOf(message: Message): Receipt {
	const receipt = receipts.get(message);
	if (receipt === undefined) throw new TypeError('this message came from no queue');
	return receipt;
}

function isQueueEvent(input: unknown): input is QueueEvent {
	return (
		isObject(input) &&
		Array.isArray(input.Records) &&
		input.Records.length > 0 &&
		input.Records.every((record: unknown) => isObject(record) && record.eventSource === 'aws:sqs')
	);
}

function toMessage({ messageId, receiptHandle, body, eventSourceARN }: QueueRecord): Message {
	const message = readMessage(body, messageId);
	receipts.set(message, { messageId, receiptHandle, queue: eventSourceARN.slice(eventSourceARN.lastIndexOf(':') + 1) });
	return message;
}
