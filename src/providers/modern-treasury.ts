import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';

/** The type is the object and what happened to it, such as `payment_order.completed`. The payload is `data`. */
export const modernTreasury: DirectProvider = {
	id: 'modern-treasury',
	name: 'Modern Treasury',
	docs: 'https://docs.moderntreasury.com/platform/reference/webhooks',
	scheme: hmacSignature({ header: 'x-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	identify: (body, { headers }) => [identifyOne(body, textAt(headers, 'x-webhook-id'))],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 5,
	expects: 'any 2xx',
	unsigned: 'every header, so the id, and the time: an old delivery can be sent again under another id',
	sameEvent: '`X-Webhook-ID`, the same over retries',
	secret: 'the webhook key',
	rotation: 'by their support, together with you',
};

function identifyOne(body: unknown, id: string | undefined): Identified {
	// X-Topic names the object as well, but no signature covers it.
	return { id, type: joined(textAt(body, 'data', 'object'), textAt(body, 'event')), payload: valueAt(body, 'data'), unsigned: ['id'] };
}
