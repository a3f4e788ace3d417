import { probe } from '../handshakes/probe.ts';
import { replyTo } from '../handshakes/reply-to.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { empty } from '../webhook/reply.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is the topic, such as `conversation.user.created`. The payload is the whole notification, with the object in `data.item`. */
export const intercom: DirectProvider = {
	id: 'intercom',
	name: 'Intercom',
	docs: 'https://developers.intercom.com/docs/webhooks/webhook-notifications',
	// SHA-1 is all that Intercom has.
	scheme: hmacSignature({ header: 'x-hub-signature', algorithm: 'sha1', encoding: 'hex', prefix: 'sha1=' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'topic'), payload: body }],
	handshakes: [
		probe('HEAD'),
		// Its id is null.
		replyTo({ reply: (body) => (textAt(body, 'topic') === 'ping' ? empty() : undefined), title: 'a signed `ping`: an empty 200' }),
	],
	// https://developers.intercom.com/docs/references/webhooks/webhook-models
	account: { fields: [['app_id']] },
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 5,
	expects: 'any 2xx within five seconds; errors for seven days suspend the subscription',
	unsigned: 'the URL, every header and the time: an old delivery can be sent again',
	sameEvent: '`id`, the same over retries; `delivery_attempts` is not',
	secret: 'the client secret of the app',
	rotation: 'a new client secret ends the old one',
};
