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
	// There is no time in a body: a record that changes twice makes the same bytes. The Idempotency-Key tells the two, and is the same on a retry.
	identify: (body, { headers, rawBody }) => {
		const key = textAt(headers, 'idempotency-key') ?? sha256(rawBody);
		return listAt(body, 'events').map((event, index) => ({
			id: `${key}:${index}`,
			type: textAt(event, 'event_type'),
			payload: event,
			unsigned: ['id'],
		}));
	},
	// Ten retries over about three days.
	retryHorizon: 4 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, every header, so the id, and the time: an old delivery can be sent again under another id',
	sameEvent: '`Idempotency-Key`, the same over retries, and the place in the body; without it the digest of the body',
	secret: 'the secret of the webhook, from the developer settings or the answer of the call that creates it',
	rotation: 'not stated',
};
