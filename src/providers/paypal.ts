import { json } from '../parsers/json.ts';
import { paypalTransmission } from '../schemes/paypal-transmission.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The secret is the id of the webhook, which PayPal shows beside its URL. The payload is `resource`. Events of PayPal's simulator can't be verified. */
export const paypal: Provider = {
	id: 'paypal',
	name: 'PayPal',
	docs: 'https://developer.paypal.com/api/rest/webhooks/rest/',
	scheme: paypalTransmission(),
	contentTypes: { 'application/json': json },
	identify: (body) => [
		{ id: textAt(body, 'id'), type: textAt(body, 'event_type'), payload: valueAt(body, 'resource') ?? body, unsigned: ['id', 'type'] },
	],
	// Up to 25 times in three days: https://developer.paypal.com/api/rest/webhooks/
	retryHorizon: 3 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'of the body all but its CRC-32, so whoever has seen one delivery can make a body that fits it; the URL and the other headers',
	sameEvent: '`id`, the same over retries',
	secret: 'the id of your webhook, which PayPal shows beside its URL',
	rotation: "none to do: each delivery says which of PayPal's certificates it is signed with",
};
