import type { Handshake } from '../webhook/handshake.ts';
import type { Reply } from '../webhook/reply.ts';
import { echoed } from './echoed.ts';

type Options = {
	/** The header that is sent back; lower case. */
	readonly header: string;
	readonly method: Handshake['method'];
	readonly signed: boolean;
	readonly reply: (challenge: string) => Reply;
	readonly title: string;
};

/** A question whose answer is a header of its own. */
export function replyToHeader({ header, method, signed, reply, title }: Options): Handshake {
	return {
		title,
		method,
		signed,
		answer: ({ delivery: { headers } }) => {
			const challenge = headers[header];
			if (challenge === undefined) return undefined;
			const answer = echoed(challenge);
			return answer === undefined ? { refused: `${header} can not be sent back` } : { reply: reply(answer) };
		},
	};
}
