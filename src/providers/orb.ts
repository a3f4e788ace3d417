import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is `type`, such as `invoice.issued`. The payload is the whole body: the object has a name of its own beside `properties`. */
export const orb: DirectProvider = {
	id: 'orb',
	name: 'Orb',
	docs: 'https://docs.withorb.com/integrations-and-exports/webhooks',
	// The time is UTC and does not say so: https://github.com/orbcorp/orb-go/blob/main/webhook.go
	scheme: hmacSignature({
		header: 'x-orb-signature',
		signs: 'v1:{time}:{body}',
		encoding: 'hex',
		prefix: 'v1=',
		list: { separator: ' ' },
		time: { header: 'x-orb-timestamp', clock: 'zoneless', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`id`, the same over retries',
	secret: 'the secret of the webhook, as it is shown',
	rotation: 'not stated; the header may hold several signatures',
};
