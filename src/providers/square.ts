import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is such as `payment.updated`. The payload is the whole body. */
export const square: DirectProvider = {
	id: 'square',
	name: 'Square',
	docs: 'https://developer.squareup.com/docs/webhooks/step3validate',
	// The URL as it was subscribed stands before the body. The older x-square-signature (SHA-1) is not looked at.
	scheme: hmacSignature({ header: 'x-square-hmacsha256-signature', signs: '{url}{body}', encoding: 'base64' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'event_id'), type: textAt(body, 'type'), payload: body }],
	// Sandbox and production have keys of their own: https://developer.squareup.com/docs/webhooks/step2subscribe
	account: { headers: ['square-environment'], fields: [['merchant_id']] },
	// Eleven retries within a day: https://developer.squareup.com/docs/webhooks/overview
	retryHorizon: 24 * 60 * 60,
	timeout: 10,
	expects: 'any 2xx',
	unsigned: 'every header, and the time: an old delivery can be sent again',
	sameEvent: '`event_id`, the same over retries',
	secret: 'the signature key of the subscription',
	rotation: 'not stated',
};
