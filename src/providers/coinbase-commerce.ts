import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `event.type`, such as `charge:confirmed`. The payload is `event.data`, the charge. */
export const coinbaseCommerce: DirectProvider = {
	id: 'coinbase-commerce',
	name: 'Coinbase Commerce',
	docs: 'https://docs.cdp.coinbase.com/commerce/api-architecture/webhooks-security',
	scheme: hmacSignature({ header: 'x-cc-webhook-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	// Not the outer `id`, which is the delivery's: it stands beside `attempt_number`.
	identify: (body) => [{ id: textAt(body, 'event', 'id'), type: textAt(body, 'event', 'type'), payload: valueAt(body, 'event', 'data') }],
	// From memory of Coinbase's documentation: for three days.
	retryHorizon: 3 * 24 * 60 * 60,
	expects: '200',
	unsigned: 'the URL, the headers and the time',
	sameEvent: '`event.id`, the same over retries',
	secret: 'the webhook shared secret, a UUID',
	rotation: 'not stated',
};
