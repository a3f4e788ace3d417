import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/**
 * Any sender that delivers by Svix, with its `svix-` headers; one that has them as `webhook-` speaks `standard-webhooks`. The payload is
 * `data`, or the whole body where there is none.
 */
export const svix: DirectProvider = {
	id: 'svix',
	name: 'Svix',
	docs: 'https://docs.svix.com/receiving/verifying-payloads/how-manual',
	scheme: standardWebhooks({ prefix: 'svix' }),
	contentTypes: { 'application/json': json },
	// The id's header is part of what is signed. The fields are as each sender likes them; these names are in the documentation of Svix.
	identify: (body, { headers }) => [
		{
			id: textAt(headers, 'svix-id'),
			type: textAt(body, 'type') ?? textAt(body, 'event_type') ?? textAt(body, 'eventType'),
			payload: valueAt(body, 'data') ?? body,
		},
	],
	// https://docs.svix.com/retries
	retryHorizon: 28 * 60 * 60,
	timeout: 15,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`svix-id`, the same over retries',
	secret: 'the signing secret of the endpoint, `whsec_…`',
	rotation: 'both secrets sign for a day',
};
