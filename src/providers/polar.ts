import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The payload is `data`, such as the order of `order.paid`. */
export const polar: DirectProvider = {
	id: 'polar',
	name: 'Polar',
	docs: 'https://polar.sh/docs/integrate/webhooks/delivery',
	// The key is the text of the secret, prefix and all: the SDK encodes it in base64 before it gives it to the library of Standard Webhooks, which decodes it.
	scheme: standardWebhooks({ secret: 'text' }),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed.
	identify: (body, { headers }) => [{ id: textAt(headers, 'webhook-id'), type: textAt(body, 'type'), payload: valueAt(body, 'data') }],
	// Up to ten times, ever later; until when is not stated, so longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 10,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`webhook-id`, the same over retries',
	secret: 'the secret of the webhook, as it is shown',
	rotation: 'not stated',
};
