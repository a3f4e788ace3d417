import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** AfterShip Tracking; the other products have headers of their own. The type is `event`, such as `tracking_update`. The payload is `msg`. */
export const aftership: DirectProvider = {
	id: 'aftership',
	name: 'AfterShip',
	docs: 'https://www.aftership.com/docs/tracking/webhook/webhook-signature',
	scheme: hmacSignature({ header: 'aftership-hmac-sha256', encoding: 'base64' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'event_id'), type: textAt(body, 'event'), payload: valueAt(body, 'msg') }],
	// 14 attempts over 68 hours: https://www.aftership.com/docs/tracking/webhook/webhook-overview
	retryHorizon: 3 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the other headers and the time',
	sameEvent: '`event_id`, the same over retries',
	secret: 'the webhook secret of the account',
	rotation: 'not stated',
};
