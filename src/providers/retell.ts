import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sharedId } from './reading/shared-id.ts';

// https://docs.retellai.com/features/webhook#event-types
const onceInACall = new Set(['call_started', 'call_ended', 'call_analyzed']);

/** The payload is `call`, or the whole body where there is none, as for chats. */
export const retell: DirectProvider = {
	id: 'retell',
	name: 'Retell AI',
	docs: 'https://docs.retellai.com/features/secure-webhook',
	// The secret is the API key that has the webhook badge. No byte can move between body and time: a time has 13 digits, and one of 12 or 14 is out of time.
	scheme: hmacSignature({
		header: 'x-retell-signature',
		signs: '{body}{time}',
		encoding: 'hex',
		prefix: 'd=',
		list: { separator: ',', time: 'v=' },
		time: { clock: 'milliseconds', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Up to three times; how late is not stated, so longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 10,
	expects: 'any 2xx within ten seconds',
	unsigned: 'the URL and the other headers',
	sameEvent: '`event` with `call_id` for what a call has once, else `call_id` with the digest of the body, the same over retries',
	secret: 'the API key that has the webhook badge',
	rotation: 'another API key becomes the one for webhooks',
};

function identifyOne(body: unknown, { rawBody }: Delivery): Identified {
	const type = textAt(body, 'event');
	const call = textAt(body, 'call', 'call_id');
	const once = type !== undefined && onceInACall.has(type) && call !== undefined;
	return { id: once ? `${type}.${call}` : sharedId(call, rawBody), type, payload: valueAt(body, 'call') ?? body };
}
