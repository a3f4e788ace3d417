import type { Identified } from '../webhook/provider.ts';
import { keepUnreadable } from './keep-unreadable.ts';
import type { Platform, Step } from './step.ts';

export function identifyEvent(platform: Platform): Step {
	return {
		before: async ({ event }) => {
			if (event.verified === undefined) throw new TypeError('identify-event stands before verify-signature');
			event.events = event.provider.identify(event.body, event.delivery).map(bounded);
			const readable = event.events.some(({ id, type }) => id !== undefined && type !== undefined);
			if (readable) return undefined;
			const reply = await keepUnreadable(event, event.verified, 'event-unidentified', platform);
			if (event.refusal) event.refusal = { ...event.refusal, detail: `${lackOf(event.events)}: ${event.refusal.detail}` };
			return reply;
		},
	};
}

function lackOf([first]: readonly Identified[]): string {
	if (first === undefined) return 'no event is in it';
	const lacks = [first.id === undefined && 'id', first.type === undefined && 'type'].filter((each) => each !== false);
	return `it has no usable ${lacks.join(' and no ')}`;
}

/** Both become parts of keys, messages and log lines; every cloud's store takes a key of so many characters, and no provider needs them. */
const longest = 256;

function bounded(event: Identified): Identified {
	const short = (text: string | undefined) => (text !== undefined && text.length <= longest ? text : undefined);
	return { ...event, id: short(event.id), type: short(event.type) };
}
