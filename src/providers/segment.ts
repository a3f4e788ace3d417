import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import { noBatches } from '../schemes/no-batches.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is that of the call, such as `track`; a function that cares for one event looks at `payload.event`. The payload is the whole body. */
export const segment: DirectProvider = {
	id: 'segment',
	name: 'Segment',
	docs: 'https://segment.com/docs/connections/destinations/catalog/actions-webhook/',
	// https://segment.com/docs/connections/destinations/catalog/actions-webhook/: of a batch the first event only is signed.
	scheme: noBatches(hmacSignature({ header: 'x-signature', algorithm: 'sha1', encoding: 'hex' })),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'messageId'), type: textAt(body, 'type'), payload: body }],
	// https://segment.com/docs/connections/destinations/catalog/webhooks/
	retryHorizon: 4 * 60 * 60,
	expects: 'any 2xx; batches are refused, because only their first event is signed: leave "Enable Batching" off',
	unsigned: 'the URL, the headers and the time',
	sameEvent: '`messageId`, the same over retries',
	secret: 'the shared secret of the destination, whose "Enable Batching" has to be off',
	rotation: 'the old shared secret ends at once',
};
