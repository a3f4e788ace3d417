import type { Handshake } from '../webhook/handshake.ts';
import { empty } from '../webhook/reply.ts';
import { textAt } from '../webhook/text-at.ts';

type Options = {
	/** What makes it such a question: a field of the JSON body and its text. */
	readonly when: readonly [field: string, text: string];
	/** The field that holds the link. */
	readonly field: string;
	/** The exact form of the provider's links, with `https` and the host in it: whatever it lets through is asked for. */
	readonly link: RegExp;
	readonly title: string;
};

/** A signed question that is answered by asking for a link in it. */
export function visitLink({ when: [name, text], field, link, title }: Options): Handshake {
	return {
		title,
		method: 'POST',
		signed: true,
		answer: ({ body }) => {
			if (textAt(body, name) !== text) return undefined;
			const visit = textAt(body, field) ?? '';
			return link.test(visit) ? { reply: empty(), visit } : { refused: `${field} is no link of the provider` };
		},
	};
}
