import type { Cloud, Disposition } from '../../webhook/ports.ts';
import { createSweep } from '../create-sweep.ts';
import { readMessage } from '../read-message.ts';
import type { Messages } from './messages.ts';
import { poisonQueue } from './names.ts';

type Means = { readonly cloud: Cloud; readonly messages: Messages };

const longestMillis = 20_000;
/**
 * As long as one may take to give up what was taken at once. What can't be given up yet comes again then: to change when would take a right that no role has but one that may
 * delete queues. https://learn.microsoft.com/rest/api/storageservices/update-message#permissions
 */
const hiddenSeconds = 60;

/** What the host gave up, of functions of these names, ends dead: its runs would wait for ever. */
export async function emptyPoison(names: readonly string[], means: Means): Promise<void> {
	await Promise.all(names.map((name) => emptyOne(poisonQueue(name), means)));
}

async function emptyOne(queue: string, { cloud, messages }: Means): Promise<void> {
	const end = cloud.now() + longestMillis;
	for (let taken = await messages.take(queue, hiddenSeconds); taken.length > 0; taken = await messages.take(queue, hiddenSeconds)) {
		const found = taken.map(({ text, id }) => readMessage(text, id));
		const dispose = (_: unknown, dispositions: readonly Disposition[]) =>
			Promise.all(taken.map((message, index) => dispositions[index]?.done && messages.remove(queue, message)));
		const giveUpAll = createSweep({ ...cloud, open: () => ({ kind: 'messages', messages: found, requestId: queue }), dispose });
		await giveUpAll(undefined, undefined);
		if (cloud.now() >= end) return;
	}
}
