import { probe } from '../handshakes/probe.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is that of the action, such as `updateCard`. The payload is the whole body, with `action` and `model`. */
export const trello: DirectProvider = {
	id: 'trello',
	name: 'Trello',
	docs: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/#webhook-signatures',
	// The callback URL as it was registered stands after the body. Older pages say that letters beyond Latin-1 are cut to their low byte:
	// no longer, https://github.com/trello-archive/api-docs/pull/26
	scheme: hmacSignature({ header: 'x-trello-webhook', signs: '{body}{url}', algorithm: 'sha1', encoding: 'base64' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'action', 'id'), type: textAt(body, 'action', 'type'), payload: body }],
	handshakes: [probe('HEAD')],
	// Three retries within four minutes; a day leaves room for a schedule that changes.
	retryHorizon: 24 * 60 * 60,
	expects: '200; 410 deletes the webhook',
	unsigned: 'every header, and the time: an old delivery can be sent again',
	sameEvent: '`action.id`, the same over retries',
	secret: 'the OAuth 1.0 secret of the application',
	rotation: 'a new application secret ends the old one',
};
