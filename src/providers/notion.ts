import { offerSecret } from '../handshakes/offer-secret.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is such as `page.content_updated`. The payload is the whole body, which says what has changed and not how. */
export const notion: DirectProvider = {
	id: 'notion',
	name: 'Notion',
	docs: 'https://developers.notion.com/reference/webhooks#step-3-validating-event-payloads-recommended',
	scheme: hmacSignature({ header: 'x-notion-signature', encoding: 'hex', prefix: 'sha256=' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: body }],
	handshakes: [
		offerSecret({
			field: 'verification_token',
			title: 'a POST with `verification_token`: the secret, which is kept where the source is open for it, and is to be entered at Notion',
		}),
	],
	// Eight attempts within a day: https://developers.notion.com/reference/webhooks-events-delivery
	retryHorizon: 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, every header and the time: an old delivery can be sent again',
	sameEvent: '`id`, the same over retries; `attempt_number` is not',
	secret: 'Notion brings it, as `verification_token`: `sls webhook secrets accept --show` takes it, and it is to be entered at Notion',
	rotation: 'a subscription keeps its token: make a new one',
};
