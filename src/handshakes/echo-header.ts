import type { Handshake } from '../webhook/handshake.ts';
import { valueAt } from '../webhook/text-at.ts';
import { echoed } from './echoed.ts';

type Options = {
	/** Lower case. */
	readonly header: string;
	/** A field that every event has: what holds it is a delivery, whatever headers it came with. */
	readonly eventField: string;
	readonly title: string;
};

/** An open question by POST whose answer is a header of its own. */
export function echoHeader({ header, eventField, title }: Options): Handshake {
	return {
		title,
		method: 'POST',
		signed: false,
		answer: ({ delivery: { headers }, body }) => {
			const challenge = headers[header];
			if (!challenge || valueAt(body, eventField) !== undefined) return undefined;
			const answer = echoed(challenge);
			if (answer === undefined) return { refused: `${header} can not be sent back` };
			return { reply: { status: 200, headers: { 'content-type': 'application/json', [header]: answer }, body: '' } };
		},
	};
}
