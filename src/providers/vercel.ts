import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `type`, such as `deployment.succeeded`. The payload is `payload`. */
export const vercel: DirectProvider = {
	id: 'vercel',
	name: 'Vercel',
	docs: 'https://vercel.com/docs/webhooks/webhooks-api',
	// SHA-1 is all that Vercel signs with.
	scheme: hmacSignature({ header: 'x-vercel-signature', algorithm: 'sha1', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: valueAt(body, 'payload') }],
	// https://vercel.com/docs/webhooks#receive-an-http-post-request
	retryHorizon: 24 * 60 * 60,
	timeout: 30,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time',
	sameEvent: '`id`, the same over retries',
	secret: "the secret of the webhook; of an integration's webhooks the client secret of the integration",
	rotation: 'not stated',
};
