import { noEvents } from '../handshakes/no-events.ts';
import { offerSecret } from '../handshakes/offer-secret.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { digestOf } from './reading/digest-of.ts';
import { joined } from './reading/joined.ts';
import { listAt } from './reading/list-at.ts';

/** One delivery holds many events. The type is the kind of resource and the action, such as `task.changed`; the payload is the item of `events`. */
export const asana: DirectProvider = {
	id: 'asana',
	name: 'Asana',
	docs: 'https://developers.asana.com/docs/webhooks-guide',
	scheme: hmacSignature({ header: 'x-hook-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	// An event has no id, but the time of what happened.
	identify: (body) =>
		listAt(body, 'events').map((event) => ({
			id: digestOf(event),
			type: joined(textAt(event, 'resource', 'resource_type'), textAt(event, 'action')),
			payload: event,
		})),
	handshakes: [
		offerSecret({
			header: 'x-hook-secret',
			title: 'a POST with `X-Hook-Secret`: the secret, which is kept where the source is open for it, and goes back',
		}),
		// The heartbeat, every eight hours.
		noEvents('events'),
	],
	// https://developers.asana.com/docs/webhooks-guide
	retryHorizon: 24 * 60 * 60,
	timeout: 10,
	expects: '200 or 204 within ten seconds; 410 deletes the webhook',
	unsigned: 'the URL, every header and the time: an old delivery can be sent again',
	sameEvent: 'the digest of each event, which holds its time, the same over retries',
	secret: 'Asana brings it, in `X-Hook-Secret`, when a webhook is created: `sls webhook secrets accept` takes it',
	rotation: 'a webhook keeps its secret: make a new one',
};
