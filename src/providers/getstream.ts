import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** Chat and video of getstream.io. The type is `type`, such as `message.new`; the payload is the whole body. The signature is of the body before it is compressed, so a webhook has to be set to send it as it is. */
export const getstream: DirectProvider = {
	id: 'getstream',
	name: 'Stream',
	docs: 'https://getstream.io/chat/docs/node/webhooks_overview/',
	scheme: hmacSignature({ header: 'x-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	// X-Webhook-Id is not signed, and older versions of the service send none.
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'type'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time: an old delivery can be sent again',
	sameEvent: 'the digest of the body',
	secret: 'the API secret of the app, whose webhooks have to be sent uncompressed',
	rotation: 'the secret of the app ends at once',
};
