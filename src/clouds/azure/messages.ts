import { hasCode } from './azure-error.ts';
import type { Client } from './client.ts';

export type QueueMessage = { readonly id: string; readonly receipt: string; readonly text: string };

/** Seconds; without an end to its life, a message stays until it is taken. */
export type Timing = { readonly hiddenFor?: number; readonly livesFor?: number };

export type Messages = {
	/** False when there is no such queue. */
	readonly put: (queue: string, text: string, timing?: Timing) => Promise<boolean>;
	/** Up to 32, which nobody else sees for so many seconds; none where there is no such queue. */
	readonly take: (queue: string, hiddenFor: number) => Promise<readonly QueueMessage[]>;
	/** It is no error when it is gone, or taken by another. */
	readonly remove: (queue: string, message: QueueMessage) => Promise<void>;
};

const mostAtOnce = '32';

/** The messages of the account's queues: https://learn.microsoft.com/rest/api/storageservices/operations-on-messages. Text is in base64, as the host reads it by default. */
export function queueMessages(client: Client): Messages {
	const at = (queue: string, { id }: QueueMessage) => `/${queue}/messages/${id}`;
	return {
		put: async (queue, text, { hiddenFor = 0, livesFor = -1 } = {}) => {
			const query = { messagettl: String(livesFor), visibilitytimeout: String(hiddenFor) };
			const body = `<QueueMessage><MessageText>${Buffer.from(text).toString('base64')}</MessageText></QueueMessage>`;
			const sent = client({ service: 'queue', method: 'POST', path: `/${queue}/messages`, query, headers: xml, body });
			return (await unless(sent, 'QueueNotFound')) !== undefined;
		},
		take: async (queue, hiddenFor) => {
			const query = { numofmessages: mostAtOnce, visibilitytimeout: String(hiddenFor) };
			const taken = await unless(client({ service: 'queue', method: 'GET', path: `/${queue}/messages`, query }), 'QueueNotFound');
			return taken ? readMessages(taken.body.toString()) : [];
		},
		remove: async (queue, message) => {
			const query = { popreceipt: message.receipt };
			await unless(client({ service: 'queue', method: 'DELETE', path: at(queue, message), query }), ...gone);
		},
	};
}

const xml = { 'content-type': 'application/xml' };
const gone = ['MessageNotFound', 'PopReceiptMismatch', 'QueueNotFound'] as const;

async function unless<Answer>(asked: Promise<Answer>, ...codes: readonly string[]): Promise<Answer | undefined> {
	return await asked.catch((error: unknown) => {
		if (hasCode(error, ...codes)) return undefined;
		throw error;
	});
}

/** None of the three fields holds a character that XML escapes. */
function readMessages(answer: string): readonly QueueMessage[] {
	return answer
		.split('<QueueMessage>')
		.slice(1)
		.map((message) => ({
			id: field(message, 'MessageId'),
			receipt: field(message, 'PopReceipt'),
			text: Buffer.from(field(message, 'MessageText'), 'base64').toString(),
		}));
}

function field(message: string, name: string): string {
	return new RegExp(`<${name}>([^<]*)</${name}>`).exec(message)?.[1] ?? '';
}
