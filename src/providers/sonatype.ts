import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** Nexus Repository and IQ Server. The type is `X-Nexus-Webhook-Id`, such as `rm:repository:component`; the payload is the whole body, with its `action`. */
export const sonatype: DirectProvider = {
	id: 'sonatype',
	name: 'Sonatype Nexus',
	docs: 'https://help.sonatype.com/en/working-with-hmac-payloads.html',
	// "Without whitespace", says the page, which is how the body is sent. One that had some would be refused.
	scheme: hmacSignature({ header: 'x-nexus-webhook-signature', algorithm: 'sha1', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	identify: (body, { headers }) => [
		{
			id: textAt(headers, 'x-nexus-webhook-delivery'),
			type: textAt(headers, 'x-nexus-webhook-id'),
			payload: body,
			unsigned: ['id', 'type'],
		},
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'every header, so the type and the id, the URL, and the time: an old delivery can be sent again under another id',
	sameEvent: '`X-Nexus-Webhook-Delivery`; retries are not stated',
	secret: 'the secret key of the webhook, which is optional there and needed here',
	rotation: 'the old secret key ends at once',
};
