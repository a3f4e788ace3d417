import { probe } from '../handshakes/probe.ts';
import { formJson } from '../parsers/form-payload.ts';
import { urlFormHmac } from '../schemes/url-form-hmac.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { digestOf } from './reading/digest-of.ts';
import { listAt } from './reading/list-at.ts';

/** One delivery holds many events. The type is `event`, such as `hard_bounce`, or the `type` of a sync event; the payload is the item of the array. */
export const mandrill: DirectProvider = {
	id: 'mandrill',
	name: 'Mailchimp Transactional (Mandrill)',
	// https://mandrill.zendesk.com/hc/en-us/articles/360039232513-How-to-Authenticate-Webhook-Requests has the steps.
	docs: 'https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/#authenticating-webhook-requests',
	scheme: urlFormHmac({ header: 'x-mandrill-signature' }),
	contentTypes: { 'application/x-www-form-urlencoded': formJson('mandrill_events') },
	// `_id` is the message's, so its clicks share it: only the whole tells one from another.
	identify: (body) =>
		listAt(body).map((event) => ({
			id: digestOf(event),
			type: textAt(event, 'event') ?? textAt(event, 'type'),
			payload: event,
		})),
	// The POST that follows a HEAD without a 200 is signed with a key that everybody knows, so it is not believed:
	// https://mandrill.zendesk.com/hc/en-us/articles/360038740014-Why-can-t-my-webhook-or-inbound-route-URL-be-verified
	handshakes: [probe('HEAD')],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200',
	unsigned: 'the headers and the time',
	sameEvent: 'the digest of each event, the same over retries',
	secret: 'the key of the webhook, from the page of webhooks or the API',
	rotation: 'the old key ends at once',
};
