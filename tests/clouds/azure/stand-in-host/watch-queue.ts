import type { QueueService, Taken } from './queue-service.ts';
import type { AppProcess } from './start-app.ts';

export type QueueSettings = {
	readonly batchSize: number;
	readonly maxDequeueCount: number;
	/** Seconds until a message that failed is visible again. */
	readonly visibilitySeconds: number;
	readonly encoding: 'base64' | 'none';
};

export type QueueTrigger = { readonly name: string; readonly binding: string; readonly queue: string };

type Watch = {
	readonly app: AppProcess;
	readonly service: QueueService;
	readonly settings: QueueSettings;
	readonly onFailure: (name: string, error: string) => void;
};

/** What the host takes a message for, and renews while the function runs. */
const leaseSeconds = 600;

/**
 * Takes what is visible, runs the function for each, and settles it as the host does: returned, the message goes; failed, it stays until it has come
 * `maxDequeueCount` times, then moves to `<queue>-poison`. Returns how many there were.
 * https://github.com/Azure/azure-webjobs-sdk/blob/dev/sdk/storage/Microsoft.Azure.WebJobs.Extensions.Storage.Queues/src/QueueProcessor.cs
 */
export async function pollQueue(trigger: QueueTrigger, watch: Watch): Promise<number> {
	const taken = await watch.service.take(trigger.queue, watch.settings.batchSize, leaseSeconds);
	await Promise.all(taken.map((message) => work(message, trigger, watch)));
	return taken.length;
}

async function work(message: Taken, trigger: QueueTrigger, { app, service, settings, onFailure }: Watch): Promise<void> {
	const text = settings.encoding === 'base64' ? Buffer.from(message.text, 'base64').toString() : message.text;
	const triggerMetadata = {
		Id: { string: message.id },
		DequeueCount: { string: String(message.dequeueCount) },
		PopReceipt: { string: message.receipt },
		QueueTrigger: { string: text },
	};
	try {
		await app.invoke(trigger.name, { inputData: [{ name: trigger.binding, data: { string: text } }], triggerMetadata });
	} catch (error) {
		onFailure(trigger.name, error instanceof Error ? error.message : String(error));
		if (message.dequeueCount < settings.maxDequeueCount) return await service.show(trigger.queue, message, settings.visibilitySeconds);
		await service.put(`${trigger.queue}-poison`, message.text);
	}
	await service.remove(trigger.queue, message);
}
