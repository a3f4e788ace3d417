import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `type`, such as `payment_approved`. The payload is `data`. */
export const checkoutCom: DirectProvider = {
	id: 'checkout-com',
	name: 'Checkout.com',
	docs: 'https://www.checkout.com/docs/developer-resources/webhooks/manage-webhooks/set-up-your-webhook-receiver',
	scheme: hmacSignature({ header: 'cko-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: valueAt(body, 'data') }],
	// Eight times over 30 hours: https://www.checkout.com/docs/developer-resources/webhooks
	retryHorizon: 30 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the other headers and the time',
	sameEvent: '`id`, the same over retries',
	secret: 'the signature key that you set in the webhook action of the workflow',
	rotation: 'not stated; you choose the key in the workflow',
};
