import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `event`, such as `paystubs.added`. The payload is `payload`. */
export const pinwheel: DirectProvider = {
	id: 'pinwheel',
	name: 'Pinwheel',
	docs: 'https://docs.pinwheelapi.com/docs/webhook-signature-verification',
	// Pinwheel names no tolerance; this one is ours.
	scheme: hmacSignature({
		header: 'x-pinwheel-signature',
		signs: 'v2:{time}:{body}',
		encoding: 'hex',
		prefix: 'v2=',
		time: { header: 'x-timestamp', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'event_id'), type: textAt(body, 'event'), payload: valueAt(body, 'payload') }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`event_id`, the same over retries',
	secret: 'the API secret',
	rotation: 'not stated; the key is the API secret',
};
