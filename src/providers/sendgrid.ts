import { json } from '../parsers/json.ts';
import { ecdsaP256 } from '../schemes/ecdsa-p256.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt } from './reading/text-at.ts';

const header = 'x-twilio-email-event-webhook-signature';
const timestampHeader = 'x-twilio-email-event-webhook-timestamp';

/** One delivery holds many events. The type is `event`, such as `bounce`; the payload is the item of the array. */
export const sendgrid: Provider = {
	id: 'sendgrid',
	name: 'Twilio SendGrid',
	docs: 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
	// SendGrid names no tolerance; this one is ours.
	scheme: ecdsaP256({ header, timestampHeader, tolerance: 600 }),
	contentTypes: { 'application/json': json },
	// https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event#event-objects
	identify: (body) =>
		(Array.isArray(body) ? body : [body]).map((event: unknown) => ({
			id: textAt(event, 'sg_event_id'),
			type: textAt(event, 'event'),
			payload: event,
		})),
	// Retried until answered, for 24 hours.
	retryHorizon: 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
};
