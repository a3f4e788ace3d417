import { keyOf, type Message } from '../webhook/message.ts';
import { NoQueue } from '../webhook/no-queue.ts';
import type { EventRecords, Queue } from '../webhook/ports.ts';

type Means = { readonly events: Pick<EventRecords, 'markBuried'>; readonly queue: Pick<Queue, 'bury'> };

/** Sends the dead letter of a run that is dead. A function that is gone has no place for letters, and the record alone tells of it then. */
export async function sendLetter(message: Message, reason: string, { events, queue }: Means): Promise<void> {
	await queue.bury(message, reason).catch((error: unknown) => {
		if (!(error instanceof NoQueue)) throw error;
	});
	await events.markBuried(keyOf(message), message.function);
}
