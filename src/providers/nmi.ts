import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The payment gateway; applications of merchants sign otherwise. The type is `event_type`, such as `transaction.sale.success`. The payload is `event_body`. */
export const nmi: DirectProvider = {
	id: 'nmi',
	name: 'NMI',
	docs: 'https://docs.nmi.dev/reference/overview',
	// What looks like a time is a nonce: https://docs.nmi.dev/reference/overview, "How to Validate".
	scheme: hmacSignature({
		header: 'webhook-signature',
		signs: '{item:t}.{body}',
		encoding: 'hex',
		prefix: 's=',
		list: { separator: ',', items: { t: '5f2b7c0e91' } },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'event_id'), type: textAt(body, 'event_type'), payload: valueAt(body, 'event_body') }],
	// https://docs.nmi.com/reference/retry-logic
	retryHorizon: 3 * 24 * 60 * 60,
	expects: '200',
	unsigned: 'the URL, the other headers and the time',
	sameEvent: '`event_id`, the same over retries',
	secret: 'the secret of the subscription',
	rotation: 'not stated',
};
