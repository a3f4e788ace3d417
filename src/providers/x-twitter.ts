import { computeQuery } from '../handshakes/compute-query.ts';
import { hmacOf } from '../handshakes/hmac-of.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { json as jsonReply } from '../webhook/reply.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { digestOf } from './reading/digest-of.ts';
import { joined } from './reading/joined.ts';
import { listAt } from './reading/list-at.ts';
import { sha256 } from './reading/sha256.ts';

/**
 * Account activity: the type is the name of the list, such as `tweet_create_events`, and the payload has that list with the one event, and whom it is for. X
 * Activity API: the type is `event_type`, such as `profile.update.bio`, and the payload is `data`.
 */
export const xTwitter: DirectProvider = {
	id: 'x-twitter',
	name: 'X (Twitter)',
	docs: 'https://docs.x.com/x-api/webhooks/quickstart',
	// X signs its bodies and whatever it is challenged with in the same way, so a body has to be an object, and a challenge can be none.
	scheme: hmacSignature({ header: 'x-twitter-webhooks-signature', encoding: 'base64', prefix: 'sha256=', begins: '{' }),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => {
		if (valueAt(body, 'data') !== undefined) return [identifyActivity(valueAt(body, 'data'), delivery)];
		return keysOf(body).flatMap((key) => eventsUnder(key, body));
	},
	handshakes: [
		computeQuery({
			parameter: 'crc_token',
			token: /^[\w+/=.~-]{1,256}$/,
			answer: (token, secret) => jsonReply({ response_token: `sha256=${hmacOf(token, secret, 'base64')}` }),
			title: '`GET` with `crc_token`: its HMAC under the consumer secret, as JSON',
		}),
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 3,
	expects: '200',
	unsigned: 'the URL, every header and the time: an old delivery can be sent again',
	sameEvent:
		'the id of the post or message and whom it is for, or the digest of the event; the X Activity API has none, so that each delivery is an event',
	secret: 'the consumer secret of the app (API secret key)',
	rotation: 'a new consumer secret ends the old one',
};

function keysOf(body: unknown): readonly string[] {
	return typeof body === 'object' && body !== null ? Object.keys(body).filter((key) => key.endsWith('_events')) : [];
}

function eventsUnder(key: string, body: unknown): readonly Identified[] {
	// Two accounts that one post is about get it each.
	const user = textAt(body, 'for_user_id');
	const context = { for_user_id: user, users: valueAt(body, 'users'), apps: valueAt(body, 'apps') };
	return listAt(body, key).map((event) => ({
		id: joined(user, key, textAt(event, 'id_str') ?? textAt(event, 'id') ?? digestOf(event)),
		type: key,
		payload: { ...context, [key]: [event] },
	}));
}

function identifyActivity(data: unknown, { rawBody, requestId }: Delivery): Identified {
	// A bio that is changed there and back again is the same bytes each time, and there is neither id nor time in it.
	return { id: textAt(data, 'event_uuid') ?? `${sha256(rawBody)}.${requestId}`, type: textAt(data, 'event_type'), payload: data };
}
