import type { Handshake } from '../webhook/handshake.ts';
import type { Reply } from '../webhook/reply.ts';
import { sameToken } from '../webhook/same-token.ts';
import { echoed } from './echoed.ts';
import { plain } from './plain.ts';

type Options = {
	/** The parameter that is sent back. */
	readonly parameter: string;
	readonly method?: Handshake['method'];
	/** The parameter that holds the source's verify token: what has it wrong is answered 403. */
	readonly verifyToken?: string;
	/** How it is sent back; as plain text unless told. */
	readonly reply?: (challenge: string) => Reply;
	readonly title: string;
};

/** An open question whose answer is a parameter of its own query. */
export function echoQuery({ parameter, method = 'GET', verifyToken, reply = plain, title }: Options): Handshake {
	return {
		title,
		parameter,
		method,
		signed: false,
		...(verifyToken !== undefined && { needs: 'VERIFY_TOKEN' }),
		answer: ({ delivery, secrets }) => {
			const parameters = new URLSearchParams(delivery.query);
			const challenge = parameters.get(parameter);
			if (challenge === null) return undefined;
			const answer = echoed(challenge);
			if (answer === undefined) return { refused: `${parameter} can not be sent back` };
			if (verifyToken !== undefined && !sameToken(parameters.get(verifyToken), secrets))
				return { refused: `${verifyToken} is not the verify token` };
			return { reply: reply(answer) };
		},
	};
}
