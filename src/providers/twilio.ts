import { form } from '../parsers/form.ts';
import { json } from '../parsers/json.ts';
import { urlFormHmac } from '../schemes/url-form-hmac.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

// A recording's callback has the CallSid of its call too, so it stands first.
const kinds = [
	{ kind: 'recording', sids: ['RecordingSid'], statuses: ['RecordingStatus'] },
	{ kind: 'message', sids: ['MessageSid', 'SmsSid'], statuses: ['MessageStatus', 'SmsStatus'] },
	{ kind: 'call', sids: ['CallSid'], statuses: ['CallStatus'] },
] as const;

/**
 * The type is kind and status: `message.received` for an incoming message, `message.delivered`, `call.ringing`, `recording.completed`. The
 * payload is the form's fields. Event Streams post a JSON array of CloudEvents: each has its own type and id, and its payload is `data`.
 */
export const twilio: DirectProvider = {
	id: 'twilio',
	name: 'Twilio',
	docs: 'https://www.twilio.com/docs/usage/webhooks/webhooks-security',
	scheme: urlFormHmac({ header: 'x-twilio-signature' }),
	contentTypes: { 'application/x-www-form-urlencoded': form, 'application/json': json },
	identify: (body, delivery) => (Array.isArray(body) ? body.map(identifyCloudEvent) : [identifyForm(body, delivery)]),
	// https://www.twilio.com/docs/messaging/guides/webhook-request
	account: { fields: [['AccountSid']] },
	// One more attempt when the connection fails, and what `#rc=` in the URL asks for: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
	retryHorizon: 4 * 60 * 60,
	timeout: 15,
	expects: '200 with TwiML (text/xml), or empty',
	unsigned: 'every header, so the idempotency token that is the id, and the time: an old delivery can be sent again under another id',
	sameEvent: '`I-Twilio-Idempotency-Token`, the same over retries; else sid and status',
	secret: 'the auth token of the account',
	rotation: 'a second auth token beside the first, which signs until it is replaced',
};

function identifyForm(body: unknown, { headers }: Delivery): Identified {
	const found = kinds
		.map(({ kind, sids, statuses }) => ({ kind, sid: first(body, sids), status: first(body, statuses) }))
		.find(({ sid, status }) => sid && status);
	const type = found && `${found.kind}.${found.status}`;
	// The token stays the same over retries, but no signature covers it. The sid and the status are signed, but a call may post them more than once.
	const token = textAt(headers, 'i-twilio-idempotency-token');
	if (token) return { id: token, type, payload: body, unsigned: ['id'] };
	return { id: found && `${found.sid}.${found.status}`, type, payload: body };
}

function first(body: unknown, names: readonly string[]): string | undefined {
	return names.map((name) => textAt(body, name)).find((text) => text !== undefined);
}

function identifyCloudEvent(event: unknown): Identified {
	return { id: textAt(event, 'id'), type: textAt(event, 'type'), payload: valueAt(event, 'data') };
}
