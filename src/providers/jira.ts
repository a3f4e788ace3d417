import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** Webhooks with a secret, of Jira Cloud and Data Center. The type is `webhookEvent`, such as `jira:issue_updated`. The payload is the whole body. Apps of Connect sign otherwise. */
export const jira: DirectProvider = {
	id: 'jira',
	name: 'Jira',
	docs: 'https://developer.atlassian.com/cloud/jira/platform/webhooks/',
	// In spite of its name it is SHA-256.
	scheme: hmacSignature({ header: 'x-hub-signature', encoding: 'hex', prefix: 'sha256=' }),
	contentTypes: { 'application/json': json },
	// The body has the time of what happened. X-Atlassian-Webhook-Identifier is the same over retries too, but nobody signs it.
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'webhookEvent'), payload: body }],
	// Five retries, 5 to 15 minutes apart: https://developer.atlassian.com/cloud/jira/platform/webhooks/#retry-policy
	retryHorizon: 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, and the other headers',
	sameEvent: 'the digest of the body, the same over retries',
	secret: 'the secret of the webhook; apps of Connect sign otherwise, and are refused',
	rotation: 'the old secret ends at once',
};
