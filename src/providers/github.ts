import { formPayload } from '../parsers/form-payload.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is the name in `X-GitHub-Event`, such as `push`; a function that cares for one action looks at `payload.action`. The payload is the whole body. */
export const github: DirectProvider = {
	id: 'github',
	name: 'GitHub',
	docs: 'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries',
	// The older X-Hub-Signature (SHA-1) is not looked at.
	scheme: hmacSignature({ header: 'x-hub-signature-256', encoding: 'hex', prefix: 'sha256=' }),
	contentTypes: { 'application/json': json, 'application/x-www-form-urlencoded': formPayload },
	// A redelivery has the X-GitHub-Delivery of the first: https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers
	identify: (body, { headers }) => [
		{ id: textAt(headers, 'x-github-delivery'), type: textAt(headers, 'x-github-event'), payload: body, unsigned: ['id', 'type'] },
	],
	// Each webhook has a secret of its own: https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers
	account: { headers: ['x-github-hook-id'] },
	// GitHub never retries by itself; a user may for three days: https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks
	retryHorizon: 3 * 24 * 60 * 60,
	timeout: 10,
	expects: 'any 2xx',
	unsigned: 'every header, so the type and the id, and the time: an old delivery can be sent again under another id',
	sameEvent: '`X-GitHub-Delivery`, the same when it is redelivered',
	secret: 'the secret of the webhook, a text of your own',
	rotation: 'the old secret ends at once',
};
