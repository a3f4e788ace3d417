import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is the name in `X-Webhook-Event`, such as `statusChange`; the payload is the whole body, whose `status` says how the agent ended. */
export const cursor: DirectProvider = {
	id: 'cursor',
	name: 'Cursor',
	docs: 'https://docs.cursor.com/en/background-agent/api/webhooks',
	scheme: hmacSignature({ header: 'x-webhook-signature', encoding: 'hex', prefix: 'sha256=' }),
	contentTypes: { 'application/json': json },
	// `event` stands in the signed body, too.
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'event'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time: an old delivery can be sent again',
	sameEvent: 'the digest of the body',
	secret: 'the secret given when the agent is created',
	rotation: 'a secret for each agent',
};
