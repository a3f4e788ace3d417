import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `meta.event_name`, such as `order_created`. The payload is the whole body, since `meta.custom_data` is a part of what is said. */
export const lemonSqueezy: DirectProvider = {
	id: 'lemon-squeezy',
	name: 'Lemon Squeezy',
	docs: 'https://docs.lemonsqueezy.com/help/webhooks/signing-requests',
	scheme: hmacSignature({ header: 'x-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	// There is no documented id of the event: `data.id` is the order's or the subscription's, and what `meta.webhook_id` tells apart is not stated.
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'meta', 'event_name'), payload: body }],
	// From memory of Lemon Squeezy's documentation: three more attempts within minutes. A user may send one again, and for how long is not stated.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200',
	unsigned: 'the URL, the headers and the time',
	sameEvent: 'the digest of the body, the same over retries',
	secret: 'the signing secret, 6 to 40 characters',
	rotation: 'not stated',
};
