import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `action`, such as `candidateHire`; the payload is `data`. */
export const ashby: DirectProvider = {
	id: 'ashby',
	name: 'Ashby',
	docs: 'https://developers.ashbyhq.com/docs/authenticating-webhooks',
	scheme: hmacSignature({ header: 'ashby-signature', encoding: 'hex', prefix: 'sha256=' }),
	contentTypes: { 'application/json': json },
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'action'), payload: valueAt(body, 'data') ?? body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time: an old delivery can be sent again',
	sameEvent: 'the digest of the body',
	secret: 'the secret token of the webhook, which is optional there and needed here',
	rotation: 'not stated',
};
