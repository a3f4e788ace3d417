import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `type`, such as `video.asset.ready`. The payload is `data`. */
export const mux: DirectProvider = {
	id: 'mux',
	name: 'Mux',
	docs: 'https://www.mux.com/docs/core/verify-webhook-signatures',
	scheme: hmacSignature({
		header: 'mux-signature',
		signs: '{time}.{body}',
		encoding: 'hex',
		prefix: 'v1=',
		list: { separator: ',', time: 't=' },
		time: { tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: valueAt(body, 'data') }],
	// From memory of https://www.mux.com/docs/core/listen-for-webhooks: for a day.
	retryHorizon: 24 * 60 * 60,
	timeout: 5,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`id`, the same over retries',
	secret: 'the signing secret',
	rotation: 'not stated',
};
