import type { Handshake } from '../webhook/handshake.ts';
import { empty } from '../webhook/reply.ts';
import { textAt } from '../webhook/text-at.ts';

type Options = {
	/** The header that holds the secret, lower case; it goes back in the answer. */
	readonly header?: string;
	/** Or the field of the JSON body. */
	readonly field?: string;
	readonly title: string;
};

/** Visible ASCII of the length that secrets have. */
const secretText = /^[\x21-\x7e]{16,256}$/;

/** The sender hands over the secret that it is going to sign with. Its deliveries have a signature, the offer has none. */
export function offerSecret({ header, field, title }: Options): Handshake {
	return {
		title,
		method: 'POST',
		signed: false,
		offers: 'WEBHOOK_SECRET',
		answer: ({ delivery: { headers }, body }) => {
			const offered = header === undefined ? textAt(body, field ?? '') : headers[header];
			if (!offered) return undefined;
			if (!secretText.test(offered)) return { refused: 'what is offered is no secret' };
			const reply = header === undefined ? empty() : { ...empty(), headers: { [header]: offered } };
			return { offered, reply };
		},
	};
}
