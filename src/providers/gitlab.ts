import { json } from '../parsers/json.ts';
import { bySecret } from '../schemes/by-secret.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/**
 * The type is `object_kind`, such as `push` or `merge_request`, and `event_name` for what has only that, as system hooks. The payload is the whole body.
 * A secret that starts with `whsec_` is a signing token, with which GitLab signs as Standard Webhooks says; any other is the older secret token, which signs nothing.
 */
export const gitlab: DirectProvider = {
	id: 'gitlab',
	name: 'GitLab',
	docs: 'https://docs.gitlab.com/user/project/integrations/webhooks/',
	scheme: bySecret({ prefix: 'whsec_', signed: standardWebhooks(), plain: sharedToken({ header: 'x-gitlab-token' }) }),
	contentTypes: { 'application/json': json },
	// X-Gitlab-Event-UUID is none: webhooks that an earlier webhook caused share it. Instances before 17.4 send neither of the others.
	identify: (body, { headers, rawBody }) => [
		{
			id: textAt(headers, 'webhook-id') ?? textAt(headers, 'idempotency-key') ?? sha256(rawBody),
			type: textAt(body, 'object_kind') ?? textAt(body, 'event_name'),
			payload: body,
			// With a secret token nothing is signed.
			unsigned: ['id', 'type'],
		},
	],
	// GitLab tries again for a short while; a user may from its log: https://docs.gitlab.com/user/project/integrations/webhooks/. Not stated for how long.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 10,
	expects: 'any 2xx; others disable the webhook for a while',
	unsigned: 'with a secret token everything; with a signing token (`whsec_`) the URL and the other headers',
	sameEvent: '`Idempotency-Key`, the same over retries, and equal to the `webhook-id` that a signing token covers',
	secret: 'the signing token of the webhook, `whsec_…`; or the older secret token, any other text',
	rotation: 'not stated',
};
