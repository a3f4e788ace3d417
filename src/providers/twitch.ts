import { echoField } from '../handshakes/echo-field.ts';
import { plain } from '../handshakes/plain.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/**
 * The type is that of the subscription, such as `channel.follow`, and the payload is `event`; each event of a batch, as of `drop.entitlement.grant`, is one.
 * The end of a subscription is `revocation`, with the subscription.
 */
export const twitch: DirectProvider = {
	id: 'twitch',
	name: 'Twitch EventSub',
	docs: 'https://dev.twitch.tv/docs/eventsub/handling-webhook-events/',
	// Twitch signs again with a new time when it sends again, and asks for ten minutes.
	scheme: hmacSignature({
		header: 'twitch-eventsub-message-signature',
		signs: '{header:twitch-eventsub-message-id}{time}{body}',
		encoding: 'hex',
		prefix: 'sha256=',
		time: { header: 'twitch-eventsub-message-timestamp', clock: 'rfc3339', tolerance: 600 },
	}),
	contentTypes: { 'application/json': json },
	// Twitch-Eventsub-Message-Type and -Subscription-Type are not signed; what the body says is.
	identify: (body, { headers }) => {
		const id = textAt(headers, 'twitch-eventsub-message-id');
		const type = textAt(body, 'subscription', 'type');
		const batch = valueAt(body, 'events');
		if (Array.isArray(batch) && batch.length > 0)
			return batch.map((event: unknown): Identified => ({ id: textAt(event, 'id'), type, payload: event }));
		const event = valueAt(body, 'event');
		return [
			event === undefined ? { id, type: type && 'revocation', payload: valueAt(body, 'subscription') } : { id, type, payload: event },
		];
	},
	handshakes: [
		echoField({ field: ['challenge'], signed: true, reply: plain, title: 'a signed POST with `challenge`, which goes back as text' }),
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx within a few seconds',
	unsigned: 'the URL and the other headers, so `Twitch-Eventsub-Message-Type`',
	sameEvent: '`Twitch-Eventsub-Message-Id`, the same when it is sent again; `id` of each event of a batch',
	secret: 'a text of your own, given when the subscription is created',
	rotation: 'a subscription keeps its secret: make a new one',
};
