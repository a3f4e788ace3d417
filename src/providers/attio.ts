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
	// The key is not signed. But an event says neither when nor to what a record was changed, so two changes of one record may be the same bytes.
	identify: (body, { headers, rawBody }) => {
		const delivery = textAt(headers, 'idempotency-key') ?? sha256(rawBody);
		return listAt(body, 'events').map((event, index) => ({
			id: `${delivery}:${index}`,
			type: textAt(event, 'event_type'),
			payload: event,
			unsigned: ['id'],
		}));
	},
	// Ten retries over about three days.
	retryHorizon: 4 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, every header, so the key that is the id, and the time: an old delivery can be sent again under another id',
	sameEvent: '`Idempotency-Key`, the same over retries, and the place in the body; without it the digest of the body',
	rotation: 'not stated',
};
