import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The payload is the whole body. */
export const lithic: DirectProvider = {
	id: 'lithic',
	name: 'Lithic',
	docs: 'https://docs.lithic.com/docs/events-api',
	// The X-Lithic-HMAC of the older transaction webhooks is not looked at.
	scheme: standardWebhooks(),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed.
	identify: (body, { headers }) => [{ id: textAt(headers, 'webhook-id'), type: textAt(body, 'event_type'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`webhook-id`, the same over retries',
	secret: 'the signing secret, `whsec_…`',
	rotation: 'a call of its API makes a new secret; whether the old one signs too is not stated',
};
