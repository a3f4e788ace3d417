import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The payload is `data.object`, such as the invoice of `invoice.paid`. */
export const stripe: DirectProvider = {
	id: 'stripe',
	name: 'Stripe',
	docs: 'https://docs.stripe.com/webhooks/signature',
	scheme: hmacSignature({
		header: 'stripe-signature',
		signs: '{time}.{body}',
		encoding: 'hex',
		prefix: 'v1=',
		list: { separator: ',', time: 't=' },
		time: { tolerance: 300 },
		secretPrefix: 'whsec_',
	}),
	contentTypes: { 'application/json': json },
	// A thin event (https://docs.stripe.com/event-destinations#thin-events) has no object in it, so its payload is the event.
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: valueAt(body, 'data', 'object') ?? body }],
	// A connected account, and live or test mode: https://docs.stripe.com/api/events/object. Each endpoint has one mode, and a secret of its own.
	account: { fields: [['account'], ['livemode']] },
	// https://docs.stripe.com/webhooks#retries
	retryHorizon: 3 * 24 * 60 * 60,
	expects: 'any 2xx, quickly',
	unsigned: 'the URL and the other headers',
	sameEvent: '`id`, the same over retries',
	secret: 'the signing secret of the endpoint, `whsec_…`',
	rotation: 'the old secret stays valid for up to a day, and both sign',
};
