import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** Each delivery is an entry of the audit log. The type is its `kind`, such as `flag`; what was done is in `accesses`. The payload is the whole body. */
export const launchdarkly: DirectProvider = {
	id: 'launchdarkly',
	name: 'LaunchDarkly',
	docs: 'https://launchdarkly.com/docs/home/infrastructure/webhooks',
	scheme: hmacSignature({ header: 'x-ld-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, '_id'), type: textAt(body, 'kind'), payload: body }],
	// One more attempt, after about a minute.
	retryHorizon: 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time',
	sameEvent: '`_id`, the same over retries',
	secret: 'the secret of the webhook',
	rotation: 'not stated',
};
