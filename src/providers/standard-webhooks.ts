import { json } from '../parsers/json.ts';
import { standardWebhooks as scheme } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** Any sender that follows the Standard Webhooks specification. The payload is `data`. */
export const standardWebhooks: DirectProvider = {
	id: 'standard-webhooks',
	name: 'Standard Webhooks',
	docs: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
	scheme: scheme({ tolerance: 300 }),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed.
	identify: (body, { headers }) => [{ id: textAt(headers, 'webhook-id'), type: textAt(body, 'type'), payload: valueAt(body, 'data') }],
	// The schedule that the specification gives as an example ends after 75 hours.
	retryHorizon: 4 * 24 * 60 * 60,
	timeout: 15,
	expects: 'any 2xx; 410 ends the subscription; 429, 502 and 504 slow the sender down',
	unsigned: 'the URL and the other headers',
	sameEvent: '`webhook-id`, the same over retries',
	secret: 'the secret that the sender shows, `whsec_…`, or its public key, `whpk_…`',
	rotation: 'both secrets sign for a while',
};
