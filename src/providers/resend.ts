import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The payload is `data`, such as the e-mail of `email.delivered`. */
export const resend: DirectProvider = {
	id: 'resend',
	name: 'Resend',
	docs: 'https://resend.com/docs/webhooks/verify-webhooks-requests',
	scheme: standardWebhooks({ prefix: 'svix' }),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed.
	identify: (body, { headers }) => [{ id: textAt(headers, 'svix-id'), type: textAt(body, 'type'), payload: valueAt(body, 'data') }],
	// https://resend.com/docs/webhooks/retries-and-replays
	retryHorizon: 28 * 60 * 60,
	timeout: 15,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`svix-id`, the same over retries',
	secret: 'the signing secret of the webhook, `whsec_…`',
	rotation: 'a call of its API makes a new secret; whether the old one signs too is not stated',
};
