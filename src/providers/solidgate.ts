import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** Webhooks of version 1, with the `wh_sk_` key of the pair that the `merchant` header names. The type is `Solidgate-Event-Type`; the payload is the whole body. */
export const solidgate: DirectProvider = {
	id: 'solidgate',
	name: 'Solidgate',
	docs: 'https://api-docs.solidgate.com/api/openapi/main/md/webhook-signatures',
	// The base64 is that of the digest's hex text.
	scheme: hmacSignature({
		header: 'signature',
		signs: '{header:merchant}{body}{header:merchant}',
		algorithm: 'sha512',
		encoding: 'hex-base64',
		secretPrefix: 'wh_sk_',
	}),
	contentTypes: { 'application/json': json },
	identify: (body, { headers }) => [
		{ id: textAt(headers, 'solidgate-event-id'), type: textAt(headers, 'solidgate-event-type'), payload: body, unsigned: ['id', 'type'] },
	],
	// Eight times in about two days, by a third party. Longer than that.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 30,
	expects: 'any 2xx',
	unsigned: 'the URL, the time, and the headers but `merchant`, so the type and the id: an old delivery can be sent again under another id',
	sameEvent: '`Solidgate-Event-Id`, the same over retries',
	secret: 'the webhook secret key `wh_sk_…` of the pair that the header `merchant` names, of webhooks of version 1',
	rotation: 'another key pair, named by `merchant`',
};
