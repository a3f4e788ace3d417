import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is the topic, such as `orders/create`. The payload is the whole body. */
export const shopify: DirectProvider = {
	id: 'shopify',
	name: 'Shopify',
	docs: 'https://shopify.dev/docs/apps/build/webhooks/verify-deliveries',
	scheme: hmacSignature({ header: 'x-shopify-hmac-sha256', encoding: 'base64' }),
	contentTypes: { 'application/json': json },
	// The delivery's id, the same over retries. Not X-Shopify-Event-Id, although https://shopify.dev/docs/apps/build/webhooks/ignore-duplicates
	// names it: the topics that one change in a shop causes share it, and the second of them would be taken for a duplicate.
	identify: (body, { headers }) => [
		{ id: textAt(headers, 'x-shopify-webhook-id'), type: textAt(headers, 'x-shopify-topic'), payload: body, unsigned: ['id', 'type'] },
	],
	// https://shopify.dev/docs/apps/build/webhooks/subscribe
	account: { headers: ['x-shopify-shop-domain'] },
	// https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks
	retryHorizon: 4 * 60 * 60,
	timeout: 5,
	expects: 'any 2xx',
	unsigned: 'every header, so the topic, the id and the shop, and the time: an old delivery can be sent again under another id',
	sameEvent: '`X-Shopify-Webhook-Id`, the same over retries',
	secret: 'the client secret of the app; webhooks that are made in the admin have a key of the store',
	rotation: 'two client secrets; the oldest one that is not revoked signs',
};
