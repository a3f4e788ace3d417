import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** Bitbucket Cloud and Data Center. The type is the key in `X-Event-Key`, such as `repo:push`. The payload is the whole body. */
export const bitbucket: DirectProvider = {
	id: 'bitbucket',
	name: 'Bitbucket',
	docs: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/',
	// The header has the name of GitHub's SHA-1 signature, but it is SHA-256.
	scheme: hmacSignature({ header: 'x-hub-signature', encoding: 'hex', prefix: 'sha256=' }),
	contentTypes: { 'application/json': json },
	// The first is Cloud's, the second Data Center's: https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html
	identify: (body, { headers }) => [
		{
			id: textAt(headers, 'x-request-uuid') ?? textAt(headers, 'x-request-id'),
			type: textAt(headers, 'x-event-key'),
			payload: body,
			unsigned: ['id', 'type'],
		},
	],
	// Few more attempts by itself; a user may send one again from its log: https://bitbucket.org/blog/2849. For how long is not stated.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'every header, so the event key and the id, and the time: an old delivery can be sent again under another id',
	sameEvent: '`X-Request-UUID` (Data Center: `X-Request-Id`), the same over retries in practice',
	secret: 'the secret of the webhook, a text of your own',
	rotation: 'not stated',
};
