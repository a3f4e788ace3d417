import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is the `status` of the prediction, such as `succeeded`. The payload is the prediction, which is the whole body. */
export const replicate: DirectProvider = {
	id: 'replicate',
	name: 'Replicate',
	docs: 'https://replicate.com/docs/topics/webhooks/verify-webhook',
	scheme: standardWebhooks(),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed. The id of the prediction is the same for all that happens to it.
	identify: (body, { headers }) => [{ id: textAt(headers, 'webhook-id'), type: textAt(body, 'status'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx within a few seconds',
	unsigned: 'the URL and the other headers',
	sameEvent: '`webhook-id`, the same over retries',
	secret: 'the signing secret of webhooks, `whsec_…`',
	rotation: 'not stated',
};
