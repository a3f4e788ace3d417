import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is the one in `data`, such as `session.status_idled`, since the outer one is always `event`. The payload is `data`. */
export const anthropic: DirectProvider = {
	id: 'anthropic',
	name: 'Anthropic',
	docs: 'https://platform.claude.com/docs/en/managed-agents/webhooks',
	// Some catalogues name one X-Webhook-Signature instead; the official SDK reads these three headers.
	scheme: standardWebhooks(),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed.
	identify: (body, { headers }) => [
		{ id: textAt(headers, 'webhook-id'), type: textAt(body, 'data', 'type'), payload: valueAt(body, 'data') },
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx; a redirect is a failure',
	unsigned: 'the URL and the other headers',
	sameEvent: '`webhook-id`, the same over retries',
	secret: 'the signing key of the webhook, `whsec_…`',
	rotation: 'not stated',
};
