import type { JsonCall } from '../../../src/clouds/aws/call-json.ts';
import type { Message } from '../../../src/webhook/message.ts';

export type Taken = {
	readonly message: Message;
	readonly body: string;
	readonly messageId: string;
	readonly receiptHandle: string;
	readonly attributes: Readonly<Record<string, string>>;
};

type Received = {
	readonly MessageId: string;
	readonly ReceiptHandle: string;
	readonly Body: string;
	readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
};

/** What is visible in a queue; it is not visible for 30 seconds then. */
export async function takeAll(sqs: JsonCall, QueueUrl: string): Promise<readonly Taken[]> {
	const taken: Taken[] = [];
	for (;;) {
		const { Messages = [] } = await sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] });
		const some = Messages as readonly Received[];
		if (some.length === 0) return taken;
		taken.push(
			...some.map(({ MessageId, ReceiptHandle, Body, MessageAttributes = {} }) => ({
				message: JSON.parse(Body) as Message,
				body: Body,
				messageId: MessageId,
				receiptHandle: ReceiptHandle,
				attributes: Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue])),
			})),
		);
	}
}
