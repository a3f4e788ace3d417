import type { Handshake } from '../webhook/handshake.ts';
import { json, type Reply } from '../webhook/reply.ts';
import { textAt } from '../webhook/text-at.ts';
import { echoed } from './echoed.ts';

type Options = {
	/** Where in the JSON body the text is that is sent back. */
	readonly field: readonly string[];
	/** What else makes it such a question: a field and its text. */
	readonly when?: readonly [field: string, text: string];
	/** Or a header and its value (lower case). */
	readonly whenHeader?: readonly [header: string, value: string];
	readonly signed: boolean;
	/** How it is sent back; `{ challenge }` as JSON unless told. */
	readonly reply?: (challenge: string) => Reply;
	readonly title: string;
};

/** A question posted as JSON whose answer is a field of its own. */
export function echoField({ field, when, whenHeader, signed, reply = (challenge) => json({ challenge }), title }: Options): Handshake {
	return {
		title,
		method: 'POST',
		signed,
		answer: ({ body, delivery: { headers } }) => {
			if (when && textAt(body, when[0]) !== when[1]) return undefined;
			if (whenHeader && headers[whenHeader[0]] !== whenHeader[1]) return undefined;
			const challenge = textAt(body, ...field);
			if (challenge === undefined) return undefined;
			// Whoever has proved himself may have his own text back, if it is not too long.
			const answer = signed && challenge.length <= 1024 ? challenge : echoed(challenge);
			return answer === undefined ? { refused: `${field.join('.')} can not be sent back` } : { reply: reply(answer) };
		},
	};
}
