import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is `event_type`, such as `orders.notification`. The payload is the whole body: of most events it only says where the resource is. */
export const uber: DirectProvider = {
	id: 'uber',
	name: 'Uber',
	docs: 'https://developer.uber.com/docs/drivers/guides/webhooks',
	scheme: hmacSignature({ header: 'x-uber-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'event_id'), type: textAt(body, 'event_type'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200 with an empty body',
	unsigned: 'the URL, the other headers, so `X-Environment`, and the time',
	sameEvent: '`event_id`, the same over retries',
	secret: 'the client secret of the app; of Uber Direct the signing key of the webhook',
	rotation: 'not stated; the key is the client secret of the app',
};
