import type { Handshake } from '../webhook/handshake.ts';
import type { Reply } from '../webhook/reply.ts';
import { echoed } from './echoed.ts';
import { plain } from './plain.ts';

type Options = {
	/** Lower case. */
	readonly header: string;
	readonly method?: Handshake['method'];
	readonly signed: boolean;
	/** How it is sent back; as plain text unless told. */
	readonly reply?: (challenge: string) => Reply;
	readonly title: string;
};

/** A question whose answer is a header of its own. */
export function echoHeader({ header, method = 'POST', signed, reply = plain, title }: Options): Handshake {
	return {
		title,
		method,
		signed,
		answer: ({ delivery: { headers } }) => {
			const challenge = headers[header];
			if (challenge === undefined || challenge === '') return undefined;
			const answer = echoed(challenge);
			return answer === undefined ? { refused: `${header} can not be sent back` } : { reply: reply(answer) };
		},
	};
}
