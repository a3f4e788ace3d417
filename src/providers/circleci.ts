import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is `type`: `workflow-completed` or `job-completed`. The payload is the whole body. */
export const circleci: DirectProvider = {
	id: 'circleci',
	name: 'CircleCI',
	docs: 'https://circleci.com/docs/guides/integration/outbound-webhooks/',
	scheme: hmacSignature({ header: 'circleci-signature', encoding: 'hex', prefix: 'v1=', list: { separator: ',' } }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 10,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time',
	sameEvent: '`id`, the same over retries',
	secret: 'the secret token of the webhook',
	rotation: 'not stated',
};
