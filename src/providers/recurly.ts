import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';

/** JSON endpoints (notifications in XML are not signed). The type is `object_type` and `event_type`, such as `account.created`. The payload is the whole body. */
export const recurly: DirectProvider = {
	id: 'recurly',
	name: 'Recurly',
	docs: 'https://docs.recurly.com/recurly-subscriptions/docs/signature-verification',
	// `<milliseconds>,<hex>`, and another signature behind it while a secret rotates: https://github.com/recurly/recurly-client-ruby/blob/v4-stable/lib/recurly/webhooks.rb
	scheme: hmacSignature({
		header: 'recurly-signature',
		signs: '{time}.{body}',
		encoding: 'hex',
		list: { separator: ',', time: '' },
		time: { clock: 'milliseconds', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [identifyOne(body)],
	// Ten more attempts, the last three days after the first: https://docs.recurly.com/recurly-subscriptions/docs/automatic-retries
	retryHorizon: 4 * 24 * 60 * 60,
	timeout: 5,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`id`, the same over retries',
	secret: 'the secret key of the endpoint, which has to send JSON',
	rotation: 'both secrets sign for a day',
};

function identifyOne(body: unknown): Identified {
	return { id: textAt(body, 'id'), type: joined(textAt(body, 'object_type'), textAt(body, 'event_type')), payload: body };
}
