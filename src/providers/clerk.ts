import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The payload is `data`, such as the user of `user.created`. */
export const clerk: DirectProvider = {
	id: 'clerk',
	name: 'Clerk',
	docs: 'https://clerk.com/docs/reference/backend/verify-webhook',
	scheme: standardWebhooks({ prefix: 'svix' }),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed.
	identify: (body, { headers }) => [{ id: textAt(headers, 'svix-id'), type: textAt(body, 'type'), payload: valueAt(body, 'data') }],
	// https://docs.svix.com/retries
	retryHorizon: 28 * 60 * 60,
	timeout: 15,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`svix-id`, the same over retries',
	secret: 'the signing secret, `whsec_…`',
	rotation: 'not stated by Clerk; Svix signs with both secrets for a day',
};
