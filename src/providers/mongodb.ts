import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is the name in `X-MMS-Event`, such as `alert.open`; the payload is the alert, which is the whole body. */
export const mongodb: DirectProvider = {
	id: 'mongodb',
	name: 'MongoDB Atlas',
	docs: 'https://www.mongodb.com/docs/atlas/tutorial/webhook-integration/',
	scheme: hmacSignature({ header: 'x-mms-signature', algorithm: 'sha1', encoding: 'base64' }),
	contentTypes: { 'application/json': json },
	// `id` is the alert, from when it opens until it closes; its bytes differ each time.
	identify: (body, { headers, rawBody }) => [
		{ id: sha256(rawBody), type: textAt(headers, 'x-mms-event'), payload: body, unsigned: ['type'] },
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and every header, so the type, and the time: an old delivery can be sent again',
	sameEvent: 'the digest of the body',
	secret: 'the Webhook Secret, a text of your own, which is optional there and needed here',
	rotation: 'not stated',
};
