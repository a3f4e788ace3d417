import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The payload is `data`, such as `{ id }` of the response of `response.completed`. */
export const openai: DirectProvider = {
	id: 'openai',
	name: 'OpenAI',
	docs: 'https://platform.openai.com/docs/guides/webhooks',
	scheme: standardWebhooks(),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed.
	identify: (body, { headers }) => [{ id: textAt(headers, 'webhook-id'), type: textAt(body, 'type'), payload: valueAt(body, 'data') }],
	// https://platform.openai.com/docs/guides/webhooks
	retryHorizon: 3 * 24 * 60 * 60,
	expects: 'any 2xx within a few seconds',
	unsigned: 'the URL and the other headers',
	sameEvent: '`webhook-id`, the same over retries',
	secret: 'the signing secret, `whsec_…`',
	rotation: 'not stated',
};
