import type { Handshake } from '../webhook/handshake.ts';
import type { Reply } from '../webhook/reply.ts';
import type { DirectScheme } from '../webhook/scheme.ts';
import { textAt } from '../webhook/text-at.ts';

type Options = {
	/** Where in the JSON body the token is. */
	readonly field: readonly string[];
	/** What else makes it such a question: a field and its text. */
	readonly when: readonly [field: string, text: string];
	/** The alphabet and length of the provider's tokens; nothing that it signs may fit. */
	readonly token: RegExp;
	/** The provider's own, which has proved the question. */
	readonly scheme: DirectScheme;
	readonly answer: (token: string, secret: string) => Reply;
	readonly title: string;
};

/** A question that is posted and signed like any delivery, and answered with the secret that it was signed with: while one rotates, the provider knows one of the two. */
export function computeField({ field, when, token: pattern, scheme, answer, title }: Options): Handshake {
	return {
		title,
		method: 'POST',
		signed: true,
		needs: 'WEBHOOK_SECRET',
		answer: ({ delivery, body, secrets }) => {
			if (textAt(body, when[0]) !== when[1]) return undefined;
			const token = textAt(body, ...field);
			if (token === undefined || !pattern.test(token)) return { refused: `${field.join('.')} is not of the documented form` };
			const secret = secrets.find((each) => scheme.verify(delivery, [each]).valid);
			return secret === undefined ? { refused: 'no secret has signed the question' } : { reply: answer(token, secret) };
		},
	};
}
