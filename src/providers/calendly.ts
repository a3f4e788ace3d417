import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `event`, such as `invitee.created`. The payload is `payload`. */
export const calendly: DirectProvider = {
	id: 'calendly',
	name: 'Calendly',
	docs: 'https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures',
	scheme: hmacSignature({
		header: 'calendly-webhook-signature',
		signs: '{time}.{body}',
		encoding: 'hex',
		prefix: 'v1=',
		list: { separator: ',', time: 't=' },
		time: { tolerance: 180 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// https://developer.calendly.com/api-docs/overview/webhooks/webhook-errors
	retryHorizon: 24 * 60 * 60,
	timeout: 15,
	expects: 'any 2xx; failing for a day disables the subscription',
	unsigned: 'the URL and the other headers',
	sameEvent: '`event`, `payload.uri` and `created_at`, the same over retries',
	secret: 'the `signing_key` of the subscription, given or generated when it is created',
	rotation: 'another subscription with another key',
};

/** Events have no id. What happened, to what and when tells them apart. */
function identifyOne(body: unknown, { rawBody }: Delivery): Identified {
	const [type, uri, at] = [textAt(body, 'event'), textAt(body, 'payload', 'uri'), textAt(body, 'created_at')];
	return { id: type && uri && at ? `${type}.${at}.${uri}` : sha256(rawBody), type, payload: valueAt(body, 'payload') };
}
