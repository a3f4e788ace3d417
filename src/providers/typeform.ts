import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `event_type`: `form_response`, or `form_response_partial`. The payload is `form_response`. */
export const typeform: DirectProvider = {
	id: 'typeform',
	name: 'Typeform',
	docs: 'https://www.typeform.com/developers/webhooks/secure-your-webhooks/',
	scheme: hmacSignature({ header: 'typeform-signature', encoding: 'base64', prefix: 'sha256=' }),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// From memory of Typeform's documentation: every few minutes for ten hours.
	retryHorizon: 10 * 60 * 60,
	timeout: 30,
	expects: 'any 2xx; 404 and 410 disable the webhook',
	unsigned: 'the URL, the headers and the time',
	sameEvent: '`form_response.token`, the same over retries; for partial responses the digest of the body',
	secret: 'the secret set on the webhook',
	rotation: 'not stated',
};

/**
 * Whether `event_id` is an event's is not clear ("Unique ID for the webhook. Automatically assigned by Typeform."). A whole response comes once, and its token is its
 * own; a partial response comes as often as it grows.
 */
function identifyOne(body: unknown, { rawBody }: Delivery): Identified {
	const type = textAt(body, 'event_type');
	const token = type === 'form_response' ? textAt(body, 'form_response', 'token') : undefined;
	return { id: token ?? sha256(rawBody), type, payload: valueAt(body, 'form_response') };
}
