import { createClient } from '../../../../src/clouds/azure/client.ts';

export type Taken = { readonly id: string; readonly receipt: string; readonly dequeueCount: number; readonly text: string };

/** The Queue service, as far as the host uses it: https://learn.microsoft.com/rest/api/storageservices/queue-service-rest-api */
export type QueueService = {
	readonly take: (queue: string, atMost: number, seconds: number) => Promise<readonly Taken[]>;
	readonly remove: (queue: string, message: Taken) => Promise<void>;
	/** Makes a message visible after so many seconds. */
	readonly show: (queue: string, message: Taken, seconds: number) => Promise<void>;
	/** Makes the queue too, where there is none. */
	readonly put: (queue: string, text: string) => Promise<void>;
};

/** Of the account that a connection string names. Texts are as they lie in the queue. */
export function queueService(connection: string): QueueService {
	const client = createClient({ env: { WEBHOOK_STORAGE_CONNECTION: connection } });
	const at = (queue: string, { id }: Taken) => `/${queue}/messages/${id}`;
	return {
		take: async (queue, atMost, seconds) => {
			const query = { numofmessages: String(Math.min(atMost, 32)), visibilitytimeout: String(seconds) };
			const { body } = await client({ service: 'queue', method: 'GET', path: `/${queue}/messages`, query });
			return body.toString().split('<QueueMessage>').slice(1).map(read);
		},
		remove: async (queue, message) =>
			void (await client({ service: 'queue', method: 'DELETE', path: at(queue, message), query: { popreceipt: message.receipt } })),
		show: async (queue, message, seconds) => {
			const query = { popreceipt: message.receipt, visibilitytimeout: String(seconds) };
			await client({ service: 'queue', method: 'PUT', path: at(queue, message), query });
		},
		put: async (queue, text) => {
			await client({ service: 'queue', method: 'PUT', path: `/${queue}` });
			const body = `<QueueMessage><MessageText>${text}</MessageText></QueueMessage>`;
			const headers = { 'content-type': 'application/xml' };
			await client({ service: 'queue', method: 'POST', path: `/${queue}/messages`, query: { messagettl: '-1' }, headers, body });
		},
	};
}

function read(message: string): Taken {
	const field = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(message)?.[1] ?? '';
	return { id: field('MessageId'), receipt: field('PopReceipt'), dequeueCount: Number(field('DequeueCount')), text: field('MessageText') };
}
