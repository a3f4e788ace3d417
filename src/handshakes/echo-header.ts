import type { Handshake } from '../webhook/handshake.ts';
import type { Reply } from '../webhook/reply.ts';
import { valueAt } from '../webhook/text-at.ts';
import { echoed } from './echoed.ts';

type Options = {
	/** Lower case. */
	readonly header: string;
	readonly method: Handshake['method'];
	readonly signed: boolean;
	/** How it goes back. */
	readonly reply: (challenge: string) => Reply;
	/** A field that every event has: what holds it is a delivery, whatever headers it came with. */
	readonly eventField?: string;
	readonly title: string;
};

/** A question whose answer is a header of its own. */
export function echoHeader({ header, method, signed, reply, eventField, title }: Options): Handshake {
	return {
		title,
		method,
		signed,
		answer: ({ delivery: { headers }, body }) => {
			const challenge = headers[header];
			if (!challenge || (eventField !== undefined && valueAt(body, eventField) !== undefined)) return undefined;
			const answer = echoed(challenge);
			return answer === undefined ? { refused: `${header} can not be sent back` } : { reply: reply(answer) };
		},
	};
}
