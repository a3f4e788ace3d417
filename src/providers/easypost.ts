import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `description`, such as `tracker.updated`. The payload is `result`. */
export const easypost: DirectProvider = {
	id: 'easypost',
	name: 'EasyPost',
	docs: 'https://docs.easypost.com/guides/webhooks-guide',
	// The bytes as they came: a weight of 614.0 is printed as that. The official library, which has lost the zero when it signs, puts it back.
	scheme: hmacSignature({ header: 'x-hmac-signature', encoding: 'hex', prefix: 'hmac-sha256-hex=', key: 'nfkd' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'description'), payload: valueAt(body, 'result') }],
	// https://www.easypost.com/if-the-customers-webhook-url-goes-down-how-does-easypost-respond
	retryHorizon: 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the other headers and the time',
	sameEvent: '`id`, the same over retries',
	secret: 'the `webhook_secret` that you set',
	rotation: 'not stated; you choose the secret',
};
