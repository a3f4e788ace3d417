import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';
import { sha256 } from './reading/sha256.ts';

/** Webhooks of the integration platform. The type is the resource and the action, such as `issue.created` or `event_alert.triggered`. The payload is `data`. */
export const sentry: DirectProvider = {
	id: 'sentry',
	name: 'Sentry',
	docs: 'https://docs.sentry.io/organization/integrations/integration-platform/webhooks/',
	// The header Sentry-Hook-Timestamp is not signed, so it is not looked at.
	scheme: hmacSignature({ header: 'sentry-hook-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 1,
	expects: 'any 2xx within one second; a thousand time-outs in a day end the webhook',
	unsigned: 'the URL, the time, and every header, so the resource in the type',
	sameEvent:
		'the digest of the body, the same over retries (`Request-ID` is made anew for each request), so the same again of one issue looks like a copy',
	secret: 'the client secret of the integration',
	rotation: 'not stated',
};

function identifyOne(body: unknown, { headers, rawBody }: Delivery): Identified {
	const type = joined(textAt(headers, 'sentry-hook-resource'), textAt(body, 'action'));
	return { id: sha256(rawBody), type, payload: valueAt(body, 'data'), unsigned: ['type'] };
}
