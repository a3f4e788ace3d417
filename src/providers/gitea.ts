import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** Gitea and Forgejo, with the content type JSON. The type is the name in `X-Gitea-Event`, such as `push`; the payload is the whole body. */
export const gitea: DirectProvider = {
	id: 'gitea',
	name: 'Gitea',
	docs: 'https://docs.gitea.com/usage/webhooks',
	scheme: hmacSignature({ header: 'x-gitea-signature', encoding: 'hex' }),
	// Of a form Gitea signs the decoded field, and not the body as GitHub does; that is not supported, and answered 401.
	contentTypes: { 'application/json': json },
	identify: (body, { headers }) => [
		{ id: textAt(headers, 'x-gitea-delivery'), type: textAt(headers, 'x-gitea-event'), payload: body, unsigned: ['id', 'type'] },
	],
	// Never by itself; whoever sends one again by hand does so within days.
	retryHorizon: 3 * 24 * 60 * 60,
	timeout: 5,
	expects: 'any 2xx',
	unsigned: 'every header, so the type and the id, and the time: an old delivery can be sent again under another id',
	sameEvent: '`X-Gitea-Delivery`; a delivery that is sent again by hand has another',
	secret: 'the secret of the webhook, whose content type has to be `application/json`; it is optional there and needed here',
	rotation: 'the old secret ends at once',
};
