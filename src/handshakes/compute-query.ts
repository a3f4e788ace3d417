import type { Delivery } from '../webhook/delivery.ts';
import type { Handshake } from '../webhook/handshake.ts';
import type { Reply } from '../webhook/reply.ts';

type Options = {
	readonly parameter: string;
	/** The alphabet and length of the provider's tokens. Nothing that it allows may ever be something that the provider signs: whoever asks learns its signature. */
	readonly token: RegExp;
	readonly needs?: 'WEBHOOK_SECRET' | 'VERIFY_TOKEN';
	/** Throws where the secret is not of its form. */
	readonly answer: (token: string, secret: string, delivery: Delivery) => Reply;
	readonly title: string;
};

/** An open question by GET whose answer is made with a secret. Of two valid secrets the current one is used. */
export function computeQuery({ parameter, token: pattern, needs = 'WEBHOOK_SECRET', answer, title }: Options): Handshake {
	return {
		title,
		parameter,
		method: 'GET',
		signed: false,
		needs,
		answer: ({ delivery, secrets: [secret = ''] }) => {
			const token = new URLSearchParams(delivery.query).get(parameter);
			if (token === null) return undefined;
			if (!pattern.test(token)) return { refused: `${parameter} is not of the documented form` };
			try {
				return { reply: answer(token, secret, delivery) };
			} catch {
				return { unusable: 'the secret is not of its form' };
			}
		},
	};
}
