import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** What happens once in the life of a charge or a transfer, so that both together tell the event. */
const once = new Set(['charge.success', 'transfer.success', 'transfer.failed', 'transfer.reversed']);

/** The type is `event`, such as `charge.success`. The payload is `data`. */
export const paystack: DirectProvider = {
	id: 'paystack',
	name: 'Paystack',
	docs: 'https://paystack.com/docs/payments/webhooks/',
	scheme: hmacSignature({ header: 'x-paystack-signature', algorithm: 'sha512', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [{ id: idOf(body, delivery), type: textAt(body, 'event'), payload: valueAt(body, 'data') }],
	// Hourly for 72 hours: https://paystack.com/docs/payments/webhooks/
	retryHorizon: 3 * 24 * 60 * 60,
	expects: '200',
	unsigned: 'the URL, the other headers and the time',
	sameEvent: '`event` and `data.id` of charges and transfers, the same over retries; else the digest of the body',
	secret: 'the secret key of the account, `sk_live_…` or `sk_test_…`',
	rotation: 'the key is the secret key of the API, and changes with it',
};

function idOf(body: unknown, { rawBody }: Delivery): string {
	const [event, object] = [textAt(body, 'event'), textAt(body, 'data', 'id')];
	return event && object && once.has(event) ? `${event}.${object}` : sha256(rawBody);
}
