import { keyOf, type Message } from '../webhook/message.ts';
import type { EventRecords, Queue } from '../webhook/ports.ts';
import { sendLetter } from './send-letter.ts';

type End = {
	readonly events: Pick<EventRecords, 'settle' | 'markBuried'>;
	readonly queue: Queue;
	readonly fence: number;
	readonly at: number;
	readonly reason: string;
	readonly error?: string;
};

/** Ends the run of a message as dead, then sends its dead letter. False when a later run has taken over. */
export async function endDead(message: Message, { events, queue, fence, ...end }: End): Promise<boolean> {
	if (!(await events.settle(keyOf(message), message.function, fence, { status: 'dead', ...end }))) return false;
	await sendLetter(message, end.reason, { events, queue });
	return true;
}
