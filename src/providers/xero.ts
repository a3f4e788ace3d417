import { noEvents } from '../handshakes/no-events.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { digestOf } from './reading/digest-of.ts';
import { joined } from './reading/joined.ts';
import { listAt } from './reading/list-at.ts';

/** One delivery holds many events. The type is the category and the type of the event, such as `INVOICE.UPDATE`; the payload is the item of `events`. */
export const xero: DirectProvider = {
	id: 'xero',
	name: 'Xero',
	docs: 'https://developer.xero.com/documentation/guides/webhooks/configuring-your-server/',
	// The key looks like base64, but its text is the key.
	scheme: hmacSignature({ header: 'x-xero-signature', encoding: 'base64' }),
	contentTypes: { 'application/json': json },
	// An event has no id, but the time of what happened.
	identify: (body) =>
		listAt(body, 'events').map((event) => ({
			id: digestOf(event),
			type: joined(textAt(event, 'eventCategory'), textAt(event, 'eventType')),
			payload: event,
		})),
	// The intent to receive; some of these are signed wrongly on purpose, and have to be answered 401.
	handshakes: [noEvents('events')],
	// https://developer.xero.com/documentation/guides/webhooks/overview/
	retryHorizon: 24 * 60 * 60,
	timeout: 5,
	expects: '200 with an empty body within five seconds; 401 for a wrong signature',
	unsigned: 'the URL, every header and the time: an old delivery can be sent again',
	sameEvent: 'the digest of each event, which holds its time, the same over retries',
	secret: 'the webhook signing key, as it is shown',
	rotation: 'not stated',
};
