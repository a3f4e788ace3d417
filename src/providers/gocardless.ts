import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { empty } from '../webhook/reply.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';

/** One delivery holds many events. The type is resource and action, such as `payments.confirmed`; the payload is the item of `events`. */
export const gocardless: DirectProvider = {
	id: 'gocardless',
	name: 'GoCardless',
	docs: 'https://developer.gocardless.com/getting-started/api/staying-up-to-date-with-webhooks',
	scheme: hmacSignature({ header: 'webhook-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	identify: (body) => {
		const events = valueAt(body, 'events');
		return (Array.isArray(events) ? events : [undefined]).map(identifyOne);
	},
	accepted: empty(204),
	// Up to eight times at growing intervals, which are not stated further; longer than the schedules that are common.
	// https://support.gocardless.com/hc/en-nz/articles/360000989989-Webhook-retries-failures
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 10,
	expects: 'any 2xx; its own convention for a bad signature is 498, and 401 does as well',
	unsigned: 'the URL, the other headers and the time',
	sameEvent: '`id` of each event, the same over retries',
	secret: 'the secret of the webhook endpoint',
	rotation: 'not stated',
};

function identifyOne(event: unknown): Identified {
	return { id: textAt(event, 'id'), type: joined(textAt(event, 'resource_type'), textAt(event, 'action')), payload: event };
}
