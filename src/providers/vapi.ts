import { json } from '../parsers/json.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sharedId } from './reading/shared-id.ts';

/**
 * The type is the one of `message`, such as `end-of-call-report`. The payload is `message`. For a credential of the kind Bearer Token, as
 * Vapi offers it; a message that waits for an answer, such as `tool-calls`, needs a function with `ack: handled`.
 */
export const vapi: DirectProvider = {
	id: 'vapi',
	name: 'Vapi',
	docs: 'https://docs.vapi.ai/server-url/server-authentication',
	scheme: sharedToken({ header: 'authorization', prefix: 'Bearer ' }),
	contentTypes: { 'application/json': json },
	// Messages have no id, but the time of what happened; a call has many of one type.
	identify: (body, { rawBody }) => [
		{
			id: sharedId(textAt(body, 'message', 'call', 'id'), rawBody),
			type: textAt(body, 'message', 'type'),
			payload: valueAt(body, 'message'),
			unsigned: ['id', 'type'],
		},
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200, and JSON for the messages that ask for something',
	unsigned: 'nothing is signed: body, headers and URL; and no time, so an old delivery can be sent again',
	sameEvent: 'the id of the call with the digest of the body, the same where Vapi sends the same bytes again',
	secret: 'the token of a credential of the kind Bearer Token, whose header has to be `Authorization`; without its `Bearer `',
	rotation: 'the old token ends at once',
};
