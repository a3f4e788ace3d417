import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';

/** Reporting webhooks. The type is `object_type` and `metric`, such as `email.bounced` or `customer.unsubscribed`. The payload is `data`. */
export const customerIo: DirectProvider = {
	id: 'customer-io',
	name: 'Customer.io',
	docs: 'https://docs.customer.io/integrations/api/webhooks/',
	scheme: hmacSignature({
		header: 'x-cio-signature',
		signs: 'v0:{time}:{body}',
		encoding: 'hex',
		// Customer.io names no tolerance; this one is ours.
		time: { header: 'x-cio-timestamp', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [identifyOne(body)],
	// From memory of https://docs.customer.io/journeys/webhooks/: for seven days.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 4,
	expects: 'any 2xx within four seconds',
	unsigned: 'the URL and the other headers',
	sameEvent: '`event_id`, the same over retries',
	secret: 'the webhook signing key',
	rotation: 'not stated',
};

function identifyOne(body: unknown): Identified {
	return {
		id: textAt(body, 'event_id'),
		type: joined(textAt(body, 'object_type'), textAt(body, 'metric')),
		payload: valueAt(body, 'data'),
	};
}
