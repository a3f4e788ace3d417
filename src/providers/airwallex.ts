import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `name`, such as `payment_intent.succeeded`. The payload is `data.object`, or `data` where there is none. */
export const airwallex: DirectProvider = {
	id: 'airwallex',
	name: 'Airwallex',
	docs: 'https://www.airwallex.com/docs/developer-tools/webhooks/listen-for-webhook-events',
	// Airwallex names no tolerance, and not whether a retry has a time of its own. So it is longer than the retries go on: a copy has the `id` of the first.
	scheme: hmacSignature({
		header: 'x-signature',
		signs: '{time}{body}',
		encoding: 'hex',
		time: { header: 'x-timestamp', clock: 'milliseconds', tolerance: 4 * 24 * 60 * 60 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [
		{ id: textAt(body, 'id'), type: textAt(body, 'name'), payload: valueAt(body, 'data', 'object') ?? valueAt(body, 'data') },
	],
	// About three days: https://www.airwallex.com/docs/developer-tools/webhooks/webhooks-overview
	retryHorizon: 4 * 24 * 60 * 60,
	expects: '200 and nothing else',
	unsigned: 'the URL and the other headers',
	sameEvent: '`id`, the same over retries',
	secret: 'the secret of the notification URL',
	rotation: 'not stated',
};
