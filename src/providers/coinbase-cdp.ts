import { json } from '../parsers/json.ts';
import { hook0Signature } from '../schemes/hook0-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `eventType`, such as `payments.transfers.completed`, or what `X-Event-Type` says where the body has none. The payload is `data`, else the whole body. */
export const coinbaseCdp: DirectProvider = {
	id: 'coinbase-cdp',
	name: 'Coinbase Developer Platform',
	docs: 'https://docs.cdp.coinbase.com/webhooks/verify-signatures',
	scheme: hook0Signature({ header: 'x-hook0-signature', id: 'x-event-id', others: ['content-type', 'x-event-type'], tolerance: 300 }),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Up to 60 times, for a time that is not stated; longer than the schedules that are common. https://docs.cdp.coinbase.com/get-started/webhooks
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx, quickly',
	unsigned: 'the URL; of the headers some are signed, but not where one ends and the next begins',
	sameEvent: '`eventId`; else the digest of the body, such as of `onchain.activity.detected`',
	secret: 'the secret of the subscription, which can not be read again',
	rotation: 'a new subscription has a new secret',
};

function identifyOne(body: unknown, { headers, rawBody }: Delivery): Identified {
	const event = { id: textAt(body, 'eventId') ?? sha256(rawBody), payload: valueAt(body, 'data') ?? body };
	const type = textAt(body, 'eventType');
	// https://docs.cdp.coinbase.com/api-reference/v2/webhooks/webhook-onchain-activity-detected
	return type === undefined ? { ...event, type: textAt(headers, 'x-event-type'), unsigned: ['type'] } : { ...event, type };
}
