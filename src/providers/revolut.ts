import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The Business and the Merchant API. The type is `event`, such as `TransactionStateChanged` or `ORDER_COMPLETED`. The payload is the whole body. */
export const revolut: DirectProvider = {
	id: 'revolut',
	name: 'Revolut',
	docs: 'https://developer.revolut.com/docs/guides/manage-accounts/webhooks/verify-the-payload-signature',
	scheme: hmacSignature({
		header: 'revolut-signature',
		signs: 'v1.{time}.{body}',
		encoding: 'hex',
		prefix: 'v1=',
		list: { separator: ',' },
		time: { header: 'revolut-request-timestamp', clock: 'milliseconds', tolerance: 300 },
		secretPrefix: 'wsk_',
	}),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [{ id: idOf(body, delivery), type: textAt(body, 'event'), payload: body }],
	// Three more times, ten minutes apart: https://developer.revolut.com/docs/business/webhooks-v-2
	retryHorizon: 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`event`, `data.id` and `timestamp`; without these the digest of the body, so the same again of one order looks like a copy',
	secret: 'the signing secret of the webhook, `wsk_…`',
	rotation: 'the old secret stays valid for up to seven days when that is asked for, and both sign',
};

function idOf(body: unknown, { rawBody }: Delivery): string {
	const [event, object, time] = [textAt(body, 'event'), textAt(body, 'data', 'id'), textAt(body, 'timestamp')];
	// Of an order there is neither an id nor a time in the body. The time in the header is another one for each attempt.
	return event && object && time ? `${event}.${object}.${time}` : sha256(rawBody);
}
