import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is the scope, such as `store/order/statusUpdated`. The payload is `data`, which has the id of what changed and not much more. */
export const bigcommerce: DirectProvider = {
	id: 'bigcommerce',
	name: 'BigCommerce',
	docs: 'https://developer.bigcommerce.com/docs/integrations/webhooks/https',
	// The key is the text of the app's client secret: the documentation encodes it in base64 for the library of Standard Webhooks, which decodes it.
	scheme: standardWebhooks({ secret: 'text' }),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed. `hash` is the same when a hook fires twice for one event, so two equal changes would have one.
	identify: (body, { headers }) => [{ id: textAt(headers, 'webhook-id'), type: textAt(body, 'scope'), payload: valueAt(body, 'data') }],
	// https://developer.bigcommerce.com/docs/integrations/webhooks/https#callback-retry-mechanism
	retryHorizon: 2 * 24 * 60 * 60,
	expects: '200; failures of one URL slow down all of its domain',
	unsigned: 'the URL and the other headers',
	sameEvent: '`webhook-id`, the same over retries',
	secret: 'the client secret of the app, as it is shown',
	rotation: 'not stated; it is the client secret of the app',
};
