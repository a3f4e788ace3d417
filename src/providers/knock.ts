import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `type`, such as `message.delivered`; the payload is `data`. */
export const knock: DirectProvider = {
	id: 'knock',
	name: 'Knock',
	docs: 'https://docs.knock.app/developer-tools/outbound-webhooks/overview#verifying-the-signature',
	scheme: hmacSignature({
		header: 'x-knock-signature',
		signs: '{time}.{body}',
		encoding: 'base64',
		prefix: 's=',
		list: { separator: ',', time: 't=' },
		time: { clock: 'milliseconds', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'type'), payload: valueAt(body, 'data') }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: 'the digest of the body',
	secret: 'the secret key of the webhook, from the dashboard',
	rotation: 'not stated',
};
