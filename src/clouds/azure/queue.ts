import { briefReason } from '../../webhook/forgotten.ts';
import { encodeMessage } from '../../webhook/message.ts';
import { NoQueue } from '../../webhook/no-queue.ts';
import type { Queue } from '../../webhook/ports.ts';
import type { Messages } from './messages.ts';
import { deadQueue } from './names.ts';

/** A record outlives its dead letter by a day. */
const letterSeconds = 14 * 24 * 60 * 60;

/** One queue per function, by its name, and one for its dead letters. */
export function createQueue(messages: Pick<Messages, 'put'>): Queue {
	// The deployment makes a function's queues before whoever sends to them, so one that is not there is gone for good.
	const there = (name: string, found: boolean) => {
		if (!found) throw new NoQueue(`${name} has no queue`);
	};
	return {
		send: async (all) => {
			await Promise.all(all.map(async (message) => there(message.function, await messages.put(message.function, encodeMessage(message)))));
		},
		bury: async (message, reason) => {
			// A message of this queue has no attributes, so the letter holds its message.
			const letter = `{"message":${encodeMessage(message)},"reason":${JSON.stringify(briefReason(reason))}}`;
			there(message.function, await messages.put(deadQueue(message.function), letter, { livesFor: letterSeconds }));
		},
	};
}
