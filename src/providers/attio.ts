import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { listAt } from './reading/list-at.ts';
import { sha256 } from './reading/sha256.ts';

/** One delivery holds several events. The type is `event_type`, such as `record.created`; the payload is the item of `events`. */
export const attio: DirectProvider = {
	id: 'attio',
	name: 'Attio',
	docs: 'https://docs.attio.com/rest-api/guides/webhooks',
	scheme: hmacSignature({ header: 'attio-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	// https://docs.attio.com/rest-api/guides/webhooks: the Idempotency-Key is the same on a retry, and not signed; the bytes are the same, too.
	identify: (body, { rawBody }) =>
		listAt(body, 'events').map((event, index) => ({
			id: `${sha256(rawBody)}:${index}`,
			type: textAt(event, 'event_type'),
			payload: event,
		})),
	// Ten retries over about three days.
	retryHorizon: 4 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time: an old delivery can be sent again',
	sameEvent: 'the digest of the body, and the place in it',
	secret: 'the secret of the webhook, from the developer settings or the answer of the call that creates it',
	rotation: 'not stated',
};
