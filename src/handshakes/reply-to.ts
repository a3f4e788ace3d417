import type { Handshake } from '../webhook/handshake.ts';
import type { Reply } from '../webhook/reply.ts';

type Options = {
	/** The reply to a body that is such a question; `undefined` for any other. */
	readonly reply: (body: unknown) => Reply | undefined;
	readonly title: string;
};

/** A question that is posted and signed like any delivery, and has an answer of its own. */
export function replyTo({ reply, title }: Options): Handshake {
	return {
		title,
		method: 'POST',
		signed: true,
		answer: ({ body }) => {
			const found = reply(body);
			return found && { reply: found };
		},
	};
}
