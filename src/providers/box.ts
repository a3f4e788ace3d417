import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is the trigger, such as `FILE.UPLOADED`. The payload is the whole body. */
export const box: DirectProvider = {
	id: 'box',
	name: 'Box',
	docs: 'https://developer.box.com/guides/webhooks/v2/signatures-v2',
	// One header for each of the two keys. The time stands after the body.
	scheme: hmacSignature({
		header: 'box-signature-primary',
		alternates: ['box-signature-secondary'],
		signs: '{body}{time}',
		encoding: 'base64',
		time: { header: 'box-delivery-timestamp', clock: 'rfc3339', tolerance: 600 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'trigger'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 30,
	expects: 'any 2xx within thirty seconds',
	unsigned: 'the URL and the other headers, so `Box-Delivery-Id`',
	sameEvent: '`id`, the same over retries',
	secret: 'the primary or the secondary signature key',
	rotation: 'a primary and a secondary key, which both sign',
};
