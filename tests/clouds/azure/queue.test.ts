import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AzureRequest, createClient } from '../../../src/clouds/azure/client.ts';
import type { Environment } from '../../../src/clouds/azure/endpoint.ts';
import { queueMessages } from '../../../src/clouds/azure/messages.ts';
import { createQueue } from '../../../src/clouds/azure/queue.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import { NoQueue } from '../../../src/webhook/no-queue.ts';
import { queueConformance, type WatchedQueue } from '../../ports/queue.conformance.ts';
import { sampleRecord } from '../../ports/sample-record.ts';
import { azureService } from './azure-service.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';
import { takeAll } from './take-all.ts';

let azurite: Azurite;
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());

function watch(env: Environment): WatchedQueue {
	const read = async (queue: string) => (await takeAll(env, queue)).map(({ text }) => JSON.parse(text));
	return {
		...createQueue(queueMessages(createClient({ env }))),
		waiting: read,
		letters: (name) => read(`${name}-dead`),
	};
}

describe('the queue of Azure', () => {
	queueConformance(async () => {
		const env = await azureService(azurite.another(), ['invoice-paid', 'ledger', 'other']);
		return { one: watch(env), other: watch(env), close: async () => {} };
	});

	it('a function without a queue can be sent nothing, and has no letters', async () => {
		const queue = watch(await azureService(azurite.another()));
		const message = messageFor(sampleRecord(), 'gone');

		await expect(queue.send([message])).rejects.toThrow(NoQueue);
		await expect(queue.bury(message, 'dead')).rejects.toThrow(NoQueue);
	});

	it('a message lives until it is taken, and a letter for 14 days, which its record outlives', async () => {
		const env = await azureService(azurite.another(), ['ledger']);
		const client = createClient({ env });
		const lives: unknown[] = [];
		const watching = (request: AzureRequest) => {
			lives.push([request.path, request.query?.messagettl]);
			return client(request);
		};
		const queue = createQueue(queueMessages(watching));

		await queue.send([messageFor(sampleRecord(), 'ledger')]);
		await queue.bury(messageFor(sampleRecord(), 'ledger'), 'dead');

		expect(lives).toEqual([
			['/ledger/messages', '-1'],
			['/ledger-dead/messages', '1209600'],
		]);
	});
});
