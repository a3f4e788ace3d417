import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `type`, such as `ADDRESS_ACTIVITY`. The payload is `event`. */
export const alchemy: DirectProvider = {
	id: 'alchemy',
	name: 'Alchemy',
	docs: 'https://docs.alchemy.com/reference/notify-api-faq',
	// The page speaks of key and body concatenated; its code is an HMAC of the body under the key.
	scheme: hmacSignature({ header: 'x-alchemy-signature', encoding: 'hex', secretPrefix: 'whsec_' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: valueAt(body, 'event') }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200',
	unsigned: 'the URL, the other headers and the time',
	sameEvent: '`id`, the same over retries',
	secret: 'the signing key of the webhook, `whsec_…`',
	rotation: 'not stated',
};
