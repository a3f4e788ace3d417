import { json } from '../parsers/json.ts';
import { basicAuth } from '../schemes/basic-auth.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The payload is `content`, such as the subscription and the customer of `subscription_created`. */
export const chargebee: DirectProvider = {
	id: 'chargebee',
	name: 'Chargebee',
	docs: 'https://www.chargebee.com/docs/2.0/webhook_settings.html',
	scheme: basicAuth(),
	contentTypes: { 'application/json': json },
	identify: (body) => [
		{ id: textAt(body, 'id'), type: textAt(body, 'event_type'), payload: valueAt(body, 'content'), unsigned: ['id', 'type'] },
	],
	// Seven times within a little more than three days: https://www.chargebee.com/docs/2.0/webhook_settings.html
	retryHorizon: 4 * 24 * 60 * 60,
	timeout: 20,
	expects: 'any 2xx',
	unsigned: 'nothing is signed: body, headers and URL; and no time, so an old delivery can be sent again',
	sameEvent: '`id`, the same over retries',
	secret: '`<user>:<password>`, as set on the webhook',
	rotation: 'a new user and password in the settings of the webhook',
};
