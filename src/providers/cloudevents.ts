import { allowOrigin } from '../handshakes/allow-origin.ts';
import { json } from '../parsers/json.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import { type Delivery, mediaType } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { listAt } from './reading/list-at.ts';

/**
 * Any sender of CloudEvents with a bearer token: structured, in batches, or with `ce-` headers beside data in JSON. The type is the event's; the id is its
 * source and its id, since only both together are one of a kind. The payload is the data, or the event where that is not JSON.
 */
export const cloudevents: DirectProvider = {
	id: 'cloudevents',
	name: 'CloudEvents',
	docs: 'https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md#3-authorization',
	scheme: sharedToken({ header: 'authorization', prefix: 'Bearer ' }),
	contentTypes: { 'application/cloudevents+json': json, 'application/cloudevents-batch+json': json, 'application/json': json },
	identify: (body, delivery) => {
		const type = mediaType(delivery.headers);
		if (type === 'application/cloudevents-batch+json') return listAt(body).map(structured);
		return [type === 'application/cloudevents+json' ? structured(body) : binary(body, delivery)];
	},
	handshakes: [allowOrigin({ title: '`OPTIONS` with `WebHook-Request-Origin`, which is allowed, at any rate' })],
	// Left to the sender; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'everything: the token only shows who sends',
	sameEvent: '`source` and `id`, the same over retries',
	secret: 'the token that the sender puts after `Bearer ` in `Authorization`',
	rotation: 'not stated',
};

function structured(event: unknown): Identified {
	return one([textAt(event, 'source'), textAt(event, 'id'), textAt(event, 'type')], valueAt(event, 'data') ?? event);
}

// https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md#31-binary-content-mode
function binary(payload: unknown, { headers }: Delivery): Identified {
	return one([textAt(headers, 'ce-source'), textAt(headers, 'ce-id'), textAt(headers, 'ce-type')], payload);
}

/** A source is a URI, so there is no space in it. */
function one([source, id, type]: readonly (string | undefined)[], payload: unknown): Identified {
	return { id: source && id && `${source} ${id}`, type, payload, unsigned: ['id', 'type'] };
}
