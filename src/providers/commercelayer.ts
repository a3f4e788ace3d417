import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is the topic, such as `orders.place`. The payload is the whole body: the resource in `data`, and what it includes. */
export const commercelayer: DirectProvider = {
	id: 'commercelayer',
	name: 'Commerce Layer',
	docs: 'https://docs.commercelayer.io/core/callbacks-security',
	scheme: hmacSignature({ header: 'x-commercelayer-signature', encoding: 'base64' }),
	// Although the body is of JSON:API: https://github.com/hookdeck/webhook-samples/tree/main/providers/commercelayer
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Ten times, at intervals that are not stated; longer than the schedules that are common. https://docs.commercelayer.io/core/real-time-webhooks
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 5,
	expects: 'any 2xx; after 30 failures in a row nothing is sent until the webhook is reset',
	unsigned: 'every header, so the topic and with it the id, and the time: an old delivery can be sent again under another topic',
	sameEvent: 'the topic and the digest of the body; Commerce Layer gives no id',
	secret: 'the `shared_secret` of the webhook',
	rotation: 'not stated',
};

function identifyOne(body: unknown, { headers, rawBody }: Delivery): Identified {
	const topic = textAt(headers, 'x-commercelayer-topic');
	// One change of a resource can be of several topics, with one body.
	return { id: topic && `${topic}.${sha256(rawBody)}`, type: topic, payload: body, unsigned: ['id', 'type'] };
}
