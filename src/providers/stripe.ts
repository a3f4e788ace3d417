import { json } from '../parsers/json.ts';
import { stripeHmac } from '../schemes/timestamped-hmac.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt, valueAt } from './reading/text-at.ts';

/** The payload is `data.object`, such as the invoice of `invoice.paid`. */
export const stripe: Provider = {
	id: 'stripe',
	name: 'Stripe',
	docs: 'https://docs.stripe.com/webhooks/signature',
	scheme: stripeHmac({ header: 'stripe-signature', tolerance: 300 }),
	contentTypes: { 'application/json': json },
	// A thin event (https://docs.stripe.com/event-destinations#thin-events) has no object in it, so its payload is the event.
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: valueAt(body, 'data', 'object') ?? body }],
	// https://docs.stripe.com/webhooks#retries
	retryHorizon: 3 * 24 * 60 * 60,
	expects: 'any 2xx, quickly',
	unsigned: 'the URL and the other headers',
};
