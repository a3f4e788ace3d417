import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import { timeInBody } from '../schemes/time-in-body.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is the kind and the action, such as `Issue.create`, `Comment.update` or `AgentSessionEvent.prompted`. The payload is the whole body. */
export const linear: DirectProvider = {
	id: 'linear',
	name: 'Linear',
	docs: 'https://linear.app/developers/webhooks',
	// The header Linear-Timestamp is not signed; Linear's own library looks at the body only, too, and bounds it by a minute both ways.
	scheme: timeInBody(hmacSignature({ header: 'linear-signature', encoding: 'hex' }), {
		field: 'webhookTimestamp',
		clock: 'milliseconds',
		tolerance: 60,
	}),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Each webhook has a secret of its own: https://linear.app/developers/webhooks
	account: { fields: [['webhookId']] },
	// From memory of https://linear.app/developers/webhooks: after a minute, an hour and six hours.
	retryHorizon: 12 * 60 * 60,
	timeout: 5,
	expects: '200 within five seconds',
	unsigned: 'the URL and the headers, so the `Linear-Delivery` that is the id of what has no object with an id',
	sameEvent: 'kind, action, id of the object and `createdAt`, the same over retries; else `Linear-Delivery`',
	secret: 'the signing secret of the webhook',
	rotation: 'not stated',
};

/** `webhookTimestamp` is new on every attempt, so the bytes are, too. What is signed and stays is what happened, to what, and when (`createdAt`). */
function identifyOne(body: unknown, { headers }: Delivery): Identified {
	const [kind, action] = [textAt(body, 'type'), textAt(body, 'action')];
	const [object, at] = [textAt(body, 'data', 'id'), textAt(body, 'createdAt')];
	const type = kind && action && `${kind}.${action}`;
	if (type && object && at) return { id: `${type}.${object}.${at}`, type, payload: body };
	return { id: textAt(headers, 'linear-delivery'), type, payload: body, unsigned: ['id'] };
}
