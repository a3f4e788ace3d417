import { json } from '../parsers/json.ts';
import { derKeys } from '../schemes/der-keys.ts';
import { publicKeySignature } from '../schemes/public-key-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

const header = 'x-twilio-email-event-webhook-signature';
const timestampHeader = 'x-twilio-email-event-webhook-timestamp';

/** One delivery holds many events. The type is `event`, such as `bounce`; the payload is the item of the array. */
export const sendgrid: DirectProvider = {
	id: 'sendgrid',
	name: 'Twilio SendGrid',
	docs: 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
	// SendGrid names no tolerance; this one is ours.
	scheme: publicKeySignature({
		header,
		signs: '{time}{body}',
		encoding: 'base64',
		time: { header: timestampHeader, tolerance: 600 },
		keys: derKeys('ecdsa-p256'),
	}),
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
	sameEvent: '`sg_event_id` of each event, the same over retries',
	secret: 'the verification key from the Mail Settings, in one line',
	rotation: 'a new key pair ends the old one at once',
};
