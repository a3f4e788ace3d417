import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/**
 * An event that is subscribed to has the type `zen:event-type:ticket.created` and the like. The body of a trigger or an automation is its author's: give it a `type`.
 * The payload is the whole body. Only POST and JSON are taken, of all that a webhook can be set to.
 */
export const zendesk: DirectProvider = {
	id: 'zendesk',
	name: 'Zendesk',
	docs: 'https://developer.zendesk.com/documentation/webhooks/verifying/',
	// The secret looks like base64, but its text is the key. The one that "Test webhook" signs with before a webhook is saved is public, so it opens nothing here.
	scheme: hmacSignature({
		header: 'x-zendesk-webhook-signature',
		signs: '{time}{body}',
		encoding: 'base64',
		// Zendesk names no tolerance; this one is ours.
		time: { header: 'x-zendesk-webhook-signature-timestamp', clock: 'rfc3339', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Up to three more attempts, which `Retry-After` (below a minute) may put off: https://developer.zendesk.com/api-reference/webhooks/introduction#webhook-retries
	retryHorizon: 60 * 60,
	timeout: 12,
	expects: 'any 2xx; 409 is tried again, as are 429 and 503 with `Retry-After`',
	unsigned: 'the URL and the other headers, so the invocation that is the id of what a trigger sends',
	sameEvent: '`id` of an event, the same over retries; else `X-Zendesk-Webhook-Invocation-Id`',
	secret: 'the signing secret of the webhook, as it is shown; the webhook has to send JSON by POST',
	rotation: 'the old secret ends at once',
};

/** Whatever a trigger calls `id` is likely a ticket's, which comes again with each change of the ticket. */
function identifyOne(body: unknown, { headers }: Delivery): Identified {
	const type = textAt(body, 'type');
	if (type?.startsWith('zen:event-type:')) return { id: textAt(body, 'id'), type, payload: body };
	return { id: textAt(headers, 'x-zendesk-webhook-invocation-id'), type, payload: body, unsigned: ['id'] };
}
