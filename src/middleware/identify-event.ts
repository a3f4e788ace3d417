import { keepUnreadable } from './keep-unreadable.ts';
import type { Platform, Step } from './step.ts';

export function identifyEvent(platform: Platform): Step {
	return {
		before: async ({ event }) => {
			if (event.verified === undefined) throw new TypeError('identify-event stands before verify-signature');
			event.events = event.provider.identify(event.body, event.delivery);
			const readable = event.events.some(({ id, type }) => id !== undefined && type !== undefined);
			return readable ? undefined : keepUnreadable(event, event.verified, 'event-unidentified', platform);
		},
	};
}
