import type { Handshake } from '../webhook/handshake.ts';
import { empty } from '../webhook/reply.ts';
import { valueAt } from '../webhook/text-at.ts';
import { replyTo } from './reply-to.ts';

/** A delivery that is signed and holds an empty list of events: the sender only asks whether the receiver is there, and believes what is genuine. */
export function noEvents(
	field: string,
	title = `a signed POST without events, \`{"${field}":[]}\`: an empty 200, and nothing is kept`,
): Handshake {
	return replyTo({
		title,
		reply: (body) => {
			const events = valueAt(body, field);
			return Array.isArray(events) && events.length === 0 ? empty() : undefined;
		},
	});
}
