import type { Handshake } from '../webhook/handshake.ts';
import { valueAt } from '../webhook/text-at.ts';
import { echoed } from './echoed.ts';
import { plain } from './plain.ts';

type Options = {
	/** Lower case. */
	readonly header: string;
	/** Whether it goes back in a header of the same name, or as the body. */
	readonly back: 'header' | 'body';
	readonly signed: boolean;
	/** A field that every event has: what holds it is a delivery, whatever headers it came with. */
	readonly eventField?: string;
	readonly title: string;
};

/** A question by POST whose answer is a header of its own. */
export function echoHeader({ header, back, signed, eventField, title }: Options): Handshake {
	return {
		title,
		method: 'POST',
		signed,
		answer: ({ delivery: { headers }, body }) => {
			const challenge = headers[header];
			if (!challenge || (eventField !== undefined && valueAt(body, eventField) !== undefined)) return undefined;
			const answer = echoed(challenge);
			if (answer === undefined) return { refused: `${header} can not be sent back` };
			if (back === 'body') return { reply: plain(answer) };
			return { reply: { status: 200, headers: { 'content-type': 'application/json', [header]: answer }, body: '' } };
		},
	};
}
