import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is the topic, such as `order.shipped`. The payload is the whole body. */
export const shipbob: DirectProvider = {
	id: 'shipbob',
	name: 'ShipBob',
	docs: 'https://developer.shipbob.com/webhooks',
	scheme: standardWebhooks(),
	contentTypes: { 'application/json': json },
	// The id is part of what is signed, the topic is not.
	identify: (body, { headers }) => [
		{ id: textAt(headers, 'webhook-id'), type: textAt(headers, 'x-webhook-topic'), payload: body, unsigned: ['type'] },
	],
	// Ever later, it says; its schedule is that of Svix: https://docs.svix.com/retries
	retryHorizon: 28 * 60 * 60,
	timeout: 15,
	expects: 'any 2xx',
	unsigned: 'the topic, the URL and the other headers',
	sameEvent: '`webhook-id`, the same over retries',
	secret: 'the signing secret, `whsec_…`',
	rotation: 'not stated',
};
