import { echoHeader } from '../handshakes/echo-header.ts';
import { json } from '../parsers/json.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { json as jsonReply } from '../webhook/reply.ts';
import { textAt } from '../webhook/text-at.ts';
import { listAt } from './reading/list-at.ts';

/** Event hooks. One delivery holds many events. The type is `eventType`, such as `user.session.start`; the payload is the item of `data.events`. */
export const okta: DirectProvider = {
	id: 'okta',
	name: 'Okta',
	docs: 'https://developer.okta.com/docs/concepts/event-hooks/',
	// The secret is the whole value of the header, as it stands in the hook's settings.
	scheme: sharedToken({ header: 'authorization' }),
	contentTypes: { 'application/json': json },
	identify: (body) =>
		listAt(body, 'data', 'events').map((event) => ({
			id: textAt(event, 'uuid'),
			type: textAt(event, 'eventType'),
			payload: event,
			unsigned: ['id', 'type'],
		})),
	// https://developer.okta.com/docs/concepts/event-hooks/#one-time-verification-request
	handshakes: [
		echoHeader({
			header: 'x-okta-verification-challenge',
			method: 'GET',
			signed: true,
			reply: (verification) => jsonReply({ verification }),
			title: '`GET` with the secret and `X-Okta-Verification-Challenge`, which goes back as JSON',
		}),
	],
	// One retry, at once; an event may still come twice: https://developer.okta.com/docs/concepts/event-hooks/#timeout-and-retry
	retryHorizon: 24 * 60 * 60,
	timeout: 3,
	expects: '200 or 204, empty, within three seconds',
	unsigned: 'everything: the token only says who sends',
	sameEvent: '`uuid` of each event, the same when it is sent again',
	secret: 'the whole value of the header that the hook sends, which has to be `Authorization`',
	rotation: 'the value of the header is changed in the hook, at once',
};
