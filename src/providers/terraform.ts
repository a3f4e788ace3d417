import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `trigger`, such as `run:completed`; the payload is the whole body. Only a notification of the kind `generic` with a token is signed. */
export const terraform: DirectProvider = {
	id: 'terraform',
	name: 'HCP Terraform',
	docs: 'https://developer.hashicorp.com/terraform/cloud-docs/api-docs/notification-configurations#notification-authenticity',
	scheme: hmacSignature({ header: 'x-tfe-notification-signature', algorithm: 'sha512', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	// Version 1 has its trigger in a list of one, version 2 at the top; both say nothing that is an id, so the bytes are.
	identify: (body, { rawBody }) => [
		{ id: sha256(rawBody), type: textAt(body, 'notifications', '0', 'trigger') ?? textAt(body, 'trigger'), payload: body },
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time: an old delivery can be sent again',
	sameEvent: 'the digest of the body',
	secret: 'the token of the notification, whose kind has to be `generic`; without a token nothing is signed',
	rotation: 'the token ends at once',
};
