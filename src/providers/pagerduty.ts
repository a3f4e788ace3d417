import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** Webhooks V3. The type is `event.event_type`, such as `incident.triggered`. The payload is `event`, with the incident in `data`. */
export const pagerduty: DirectProvider = {
	id: 'pagerduty',
	name: 'PagerDuty',
	docs: 'https://developer.pagerduty.com/docs/verifying-webhook-signatures',
	// The secret looks like base64, but its text is the key: https://github.com/PagerDuty/go-pagerduty/blob/main/webhookv3/webhookv3.go
	scheme: hmacSignature({ header: 'x-pagerduty-signature', encoding: 'hex', prefix: 'v1=', list: { separator: ',' } }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'event', 'id'), type: textAt(body, 'event', 'event_type'), payload: valueAt(body, 'event') }],
	// From memory of PagerDuty's documentation: ten attempts within two days.
	retryHorizon: 2 * 24 * 60 * 60,
	timeout: 5,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time',
	sameEvent: '`event.id`, the same over retries',
	secret: 'the secret that is shown once, when the subscription is created',
	rotation: 'one signature for each secret that is active',
};
