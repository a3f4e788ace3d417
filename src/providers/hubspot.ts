import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';

/** One delivery holds up to a hundred events. The type is `subscriptionType`, such as `contact.propertyChange`; the payload is the item of the array. */
export const hubspot: DirectProvider = {
	id: 'hubspot',
	name: 'HubSpot',
	docs: 'https://developers.hubspot.com/docs/api/webhooks/validating-requests',
	// Version 3. The older X-HubSpot-Signature is a digest of secret and body, and is not looked at.
	scheme: hmacSignature({
		header: 'x-hubspot-signature-v3',
		signs: '{method}{url}{body}{time}',
		encoding: 'base64',
		time: { header: 'x-hubspot-request-timestamp', clock: 'milliseconds', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => (Array.isArray(body) ? body : [body]).map(identifyOne),
	// The secret is of the app, not of the portal: https://developers.hubspot.com/docs/api/webhooks
	account: { fields: [['0', 'appId']] },
	// Ten retries within a day: https://developers.hubspot.com/docs/api/webhooks#retries
	retryHorizon: 24 * 60 * 60,
	timeout: 5,
	expects: 'any 2xx within five seconds',
	unsigned: 'the other headers',
	sameEvent: '`subscriptionId`, `eventId` and `occurredAt` of each event, the same over retries',
	secret: 'the client secret of the app',
	rotation: 'a new client secret ends the old one',
};

function identifyOne(event: unknown): Identified {
	// HubSpot does not promise that `eventId` is unique. `attemptNumber` is another on every retry.
	const id = joined(...['portalId', 'subscriptionId', 'eventId', 'occurredAt'].map((field) => textAt(event, field)));
	return { id, type: textAt(event, 'subscriptionType'), payload: event };
}
