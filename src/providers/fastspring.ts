import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** One delivery may hold several events. The type is `type`, such as `order.completed`; the payload is `data` of the item of `events`. */
export const fastspring: DirectProvider = {
	id: 'fastspring',
	name: 'FastSpring',
	docs: 'https://developer.fastspring.com/reference/message-security',
	scheme: hmacSignature({ header: 'x-fs-signature', encoding: 'base64' }),
	contentTypes: { 'application/json': json },
	identify: (body) => {
		const events = valueAt(body, 'events');
		return (Array.isArray(events) ? events : [undefined]).map((event: unknown) => ({
			id: textAt(event, 'id'),
			type: textAt(event, 'type'),
			payload: valueAt(event, 'data'),
		}));
	},
	// https://developer.fastspring.com/reference/processed-and-unprocessed-webhook-events
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200; a 202 would have to name the events that are done, and sends the others again',
	unsigned: 'the URL, the other headers and the time',
	sameEvent: '`id` of each event, the same over retries',
	secret: 'the text in the field HMAC SHA256 Secret; without one nothing is signed',
	rotation: 'not stated; you choose the secret',
};
