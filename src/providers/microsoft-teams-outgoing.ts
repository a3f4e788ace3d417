import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The type is that of the activity, `message`. The payload is the whole activity. */
export const microsoftTeamsOutgoing: DirectProvider = {
	id: 'microsoft-teams-outgoing',
	name: 'Microsoft Teams outgoing webhook',
	docs: 'https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook',
	// The security token is base64, and what it stands for is the key.
	scheme: hmacSignature({ header: 'authorization', encoding: 'base64', prefix: 'HMAC ', key: 'base64' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 5,
	expects: '200 with a message activity as JSON, which Teams shows in the channel',
	unsigned: 'the URL, the other headers and the time: an old delivery can be sent again',
	sameEvent: '`id`, the id of the message',
	secret: 'the security token, in base64',
	rotation: 'the token does not expire: make a new webhook',
};
