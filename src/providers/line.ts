import { noEvents } from '../handshakes/no-events.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { listAt } from './reading/list-at.ts';

/** One delivery holds many events. The type is such as `message` or `follow`; the payload is the item of `events`. */
export const line: DirectProvider = {
	id: 'line',
	name: 'LINE',
	docs: 'https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/',
	scheme: hmacSignature({ header: 'x-line-signature', encoding: 'base64' }),
	contentTypes: { 'application/json': json },
	identify: (body) =>
		listAt(body, 'events').map((event) => ({ id: textAt(event, 'webhookEventId'), type: textAt(event, 'type'), payload: event })),
	// The button "Verify" in the console.
	handshakes: [noEvents('events')],
	// Sent again only where that is turned on, for a time that is not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 2,
	expects: '200 within two seconds',
	unsigned: 'the URL, every header and the time: an old delivery can be sent again',
	sameEvent: '`webhookEventId` of each event, the same when it is sent again',
	secret: 'the channel secret',
	rotation: 'a new channel secret ends the old one',
};
