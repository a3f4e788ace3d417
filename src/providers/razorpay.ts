import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `event`, such as `payment.captured`. The payload is `payload`, with an entity of each name in `contains`. */
export const razorpay: DirectProvider = {
	id: 'razorpay',
	name: 'Razorpay',
	docs: 'https://razorpay.com/docs/webhooks/validate-test/',
	scheme: hmacSignature({ header: 'x-razorpay-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	identify: (body, { headers }) => [
		{ id: textAt(headers, 'x-razorpay-event-id'), type: textAt(body, 'event'), payload: valueAt(body, 'payload'), unsigned: ['id'] },
	],
	// https://razorpay.com/docs/webhooks/best-practices/
	retryHorizon: 24 * 60 * 60,
	timeout: 5,
	expects: 'any 2xx; failing for a day disables the webhook',
	unsigned: 'every header, so the id, and the time: an old delivery can be sent again under another id',
	sameEvent: '`x-razorpay-event-id`, the same over retries',
	secret: 'the webhook secret that you choose in the dashboard',
	rotation: 'what happened before the change is still signed with the old secret',
};
