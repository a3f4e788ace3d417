import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** Paddle Billing (Paddle Classic signs in another way). The type is `event_type`, such as `transaction.completed`. The payload is `data`. */
export const paddle: DirectProvider = {
	id: 'paddle',
	name: 'Paddle',
	docs: 'https://developer.paddle.com/webhooks/signature-verification',
	scheme: hmacSignature({
		header: 'paddle-signature',
		signs: '{time}:{body}',
		encoding: 'hex',
		prefix: 'h1=',
		list: { separator: ';', time: 'ts=' },
		// As short as in Paddle's own libraries.
		time: { tolerance: 5 },
		secretPrefix: 'pdl_ntfset_',
	}),
	contentTypes: { 'application/json': json },
	// Not `notification_id`: each destination has its own, and a replay has a new one.
	identify: (body) => [{ id: textAt(body, 'event_id'), type: textAt(body, 'event_type'), payload: valueAt(body, 'data') }],
	// https://developer.paddle.com/webhooks/respond-to-webhooks
	retryHorizon: 3 * 24 * 60 * 60,
	timeout: 5,
	expects: '200 within five seconds',
	unsigned: 'the URL and the other headers',
	sameEvent: '`event_id`, the same over retries',
	secret: 'the secret key of the notification destination, `pdl_ntfset_…`',
	rotation: 'both secrets sign for a while',
};
