import { json } from '../parsers/json.ts';
import { basicAuth } from '../schemes/basic-auth.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';

/** Webhooks v2. The type is action and entity, such as `change.deal`. The payload is the whole body, with `data`, `previous` and `meta`. */
export const pipedrive: DirectProvider = {
	id: 'pipedrive',
	name: 'Pipedrive',
	docs: 'https://pipedrive.readme.io/docs/guide-for-webhooks-v2',
	scheme: basicAuth(),
	contentTypes: { 'application/json': json },
	identify: (body) => [identifyOne(body)],
	// After three days of failures the webhook is deleted: https://pipedrive.readme.io/docs/guide-for-webhooks-v2
	retryHorizon: 3 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'nothing is signed: body, headers and URL; and no time, so an old delivery can be sent again',
	sameEvent: '`meta.id`, the same over retries, which `meta.attempt` counts',
	secret: '`<user>:<password>`, chosen when the webhook is created, which are optional there and needed here',
	rotation: 'a new webhook with another user and password',
};

function identifyOne(body: unknown): Identified {
	const type = joined(textAt(body, 'meta', 'action'), textAt(body, 'meta', 'entity'));
	return { id: textAt(body, 'meta', 'id'), type, payload: body, unsigned: ['id', 'type'] };
}
