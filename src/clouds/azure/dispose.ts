import type { Message } from '../../webhook/message.ts';
import type { Disposition } from '../../webhook/ports.ts';
import { isStranger } from '../read-message.ts';
import type { Messages } from './messages.ts';
import { copyOf, receiptOf } from './read-event.ts';

/** https://learn.microsoft.com/rest/api/storageservices/put-message#uri-parameters */
const longestSeconds = 7 * 24 * 60 * 60;

/** Far above the 100 attempts that a function may have: what meets a lease, or a store that is down, comes again without an attempt. */
const mostCopies = 300;

/**
 * The host owns a message that it woke us with, and has one delay for all. So what is to come again comes as a copy, hidden for its own time, and the host
 * removes what this returns for. Where there can be no copy this throws, and the host brings the message again, and gives it up at last.
 */
export async function dispose(
	messages: readonly Message[],
	dispositions: readonly Disposition[],
	{ put }: Pick<Messages, 'put'>,
): Promise<void> {
	const outcomes = messages.map(async (message, index) => {
		const disposition = dispositions[index];
		if (disposition === undefined || disposition.done) return;
		const { queue, copies } = receiptOf(message);
		if (isStranger(message)) throw new Error(`a message of the queue ${queue} is not ours`);
		if (copies >= mostCopies) throw new Error(`a message came ${copies} times`);
		const hiddenFor = Math.min(Math.ceil(disposition.retryAfterSeconds), longestSeconds);
		if (!(await put(queue, copyOf(message), { hiddenFor }))) throw new Error(`there is no queue ${queue}`);
	});
	await Promise.all(outcomes);
}
