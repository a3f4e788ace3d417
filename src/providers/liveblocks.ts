import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The payload is `data`, such as the user and the room of `userEntered`. */
export const liveblocks: DirectProvider = {
	id: 'liveblocks',
	name: 'Liveblocks',
	docs: 'https://liveblocks.io/docs/platform/webhooks',
	scheme: standardWebhooks(),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed.
	identify: (body, { headers }) => [{ id: textAt(headers, 'webhook-id'), type: textAt(body, 'type'), payload: valueAt(body, 'data') }],
	// As Svix does: https://liveblocks.io/docs/platform/webhooks#Replaying-events
	retryHorizon: 28 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`webhook-id`, the same over retries',
	secret: 'the signing secret, `whsec_…`',
	rotation: 'not stated',
};
