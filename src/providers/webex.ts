import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is resource and event, such as `messages.created`; the payload is the whole body. */
export const webex: DirectProvider = {
	id: 'webex',
	name: 'Webex',
	docs: 'https://developer.webex.com/blog/using-a-webhook-secret',
	scheme: hmacSignature({ header: 'x-spark-signature', algorithm: 'sha1', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	// `id` is that of the webhook.
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: joined(textAt(body, 'resource'), textAt(body, 'event')), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time: an old delivery can be sent again',
	sameEvent: 'the digest of the body, in which an `updated` has no time, so the same change again looks like a copy',
	secret: 'the secret of the webhook, which is optional there and needed here',
	rotation: 'not stated',
};
