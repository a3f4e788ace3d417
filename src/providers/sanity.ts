import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** GROQ-powered webhooks. The type is `create`, `update` or `delete`, from a header. The payload is the body, which is whatever the webhook's projection makes. */
export const sanity: DirectProvider = {
	id: 'sanity',
	name: 'Sanity',
	docs: 'https://www.sanity.io/docs/webhooks',
	scheme: hmacSignature({
		header: 'sanity-webhook-signature',
		signs: '{time}.{body}',
		encoding: 'base64url',
		prefix: 'v1=',
		list: { separator: ',', time: 't=' },
		// Sanity names no tolerance; this one is ours. Retries end long before, whether they are signed anew or not.
		time: { clock: 'milliseconds', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body, { headers }) => [
		{ id: textAt(headers, 'idempotency-key'), type: textAt(headers, 'sanity-operation'), payload: body, unsigned: ['id', 'type'] },
	],
	// Two more attempts, 30 seconds apart: https://www.sanity.io/docs/changelog/50ec6abf-fe0c-475b-ae72-314148860132
	retryHorizon: 10 * 60,
	timeout: 30,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers, so the operation and the id',
	sameEvent: '`idempotency-key`, the same over retries',
	secret: 'the secret of the webhook',
	rotation: 'not stated',
};
