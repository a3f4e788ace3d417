import type { JsonCall } from '../../../../src/clouds/aws/call-json.ts';
import { sqsEvent } from '../lambda-events.ts';
import type { Outcome } from './instance.ts';

/** What an AWS::Lambda::EventSourceMapping says. */
export type Mapping = {
	readonly queueUrl: string;
	readonly functionName: string;
	readonly batchSize: number;
	readonly partialFailures: boolean;
};

export type Batch = { readonly function: string; readonly bodies: readonly string[]; readonly failed: number };

type Message = {
	readonly MessageId: string;
	readonly ReceiptHandle: string;
	readonly Body: string;
	readonly Attributes: { readonly ApproximateReceiveCount: string };
};
type Means = { readonly sqs: JsonCall; readonly invoke: (name: string, event: unknown) => Promise<Outcome> };

/** As many of the function run at once. */
const pollers = 5;

/** Does once what Lambda does with a queue all the time: what the function does not fail is deleted, the rest is left to its visibility. */
export async function poll(mapping: Mapping, means: Means): Promise<readonly Batch[]> {
	const batches: (readonly Message[])[] = [];
	while (batches.length < pollers) {
		const { Messages = [] } = await means.sqs('ReceiveMessage', {
			QueueUrl: mapping.queueUrl,
			MaxNumberOfMessages: mapping.batchSize,
			AttributeNames: ['All'],
		});
		const some = Messages as readonly Message[];
		if (some.length === 0) break;
		batches.push(some);
	}
	return await Promise.all(batches.map((batch) => feed(batch, mapping, means)));
}

async function feed(batch: readonly Message[], mapping: Mapping, { sqs, invoke }: Means): Promise<Batch> {
	const { queueUrl, functionName, partialFailures } = mapping;
	const records = batch.map(({ Body, MessageId, ReceiptHandle, Attributes }) => ({
		body: Body,
		messageId: MessageId,
		receiptHandle: ReceiptHandle,
		receiveCount: Attributes.ApproximateReceiveCount,
	}));
	const outcome = await invoke(functionName, sqsEvent(queueUrl, records));
	const failed = outcome.failed ? batch.map(({ MessageId }) => MessageId) : partialFailures ? failedIn(outcome.payload, batch) : [];
	for (const { MessageId, ReceiptHandle } of batch) {
		if (!failed.includes(MessageId)) await sqs('DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle });
	}
	return { function: functionName, bodies: batch.map(({ Body }) => Body), failed: failed.length };
}

/** An answer that names what is not in the batch, or that is no answer, fails the whole batch: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
function failedIn(payload: string, batch: readonly Message[]): readonly string[] {
	const all = batch.map(({ MessageId }) => MessageId);
	const answer = JSON.parse(payload) as { readonly batchItemFailures?: readonly { readonly itemIdentifier?: string }[] | null } | null;
	const named = (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier ?? '');
	return named.every((id) => all.includes(id)) ? named : all;
}
