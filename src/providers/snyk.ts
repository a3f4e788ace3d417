import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is the name in `X-Snyk-Event` with its version, such as `project_snapshot/v0`; the payload is the whole body. */
export const snyk: DirectProvider = {
	id: 'snyk',
	name: 'Snyk',
	docs: 'https://docs.snyk.io/snyk-api/how-to-use-snyk-webhooks-apis/webhooks',
	scheme: hmacSignature({ header: 'x-hub-signature', encoding: 'hex', prefix: 'sha256=' }),
	contentTypes: { 'application/json': json },
	identify: (body, { headers }) => [
		{ id: textAt(headers, 'x-snyk-transport-id'), type: textAt(headers, 'x-snyk-event'), payload: body, unsigned: ['id', 'type'] },
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'every header, so the type and the id, and the time: an old delivery can be sent again under another id',
	sameEvent: '`X-Snyk-Transport-ID`; whether it is the same over retries is not stated',
	secret: 'the secret set when the webhook is created',
	rotation: 'not stated',
};
