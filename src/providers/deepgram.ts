import { json } from '../parsers/json.ts';
import { basicAuth } from '../schemes/basic-auth.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sharedId } from './reading/shared-id.ts';

/**
 * The results that Deepgram posts to the `callback` of a request, which has user and password in it. A transcription of a recording is
 * `transcription`; the messages of a live one have their own `type`, such as `Results`. The payload is the whole body.
 */
export const deepgram: DirectProvider = {
	id: 'deepgram',
	name: 'Deepgram',
	docs: 'https://developers.deepgram.com/docs/callback',
	// Not `dg-token`, which proves nothing any more: https://developers.deepgram.com/changelog/2026/10/27
	scheme: basicAuth(),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Ten times, 30 seconds apart: https://developers.deepgram.com/docs/callback
	retryHorizon: 10 * 60,
	expects: 'any 2xx',
	unsigned: 'nothing is signed: body, headers and URL; and no time, so an old delivery can be sent again',
	sameEvent: '`metadata.request_id`, of a live message with the digest of the body, the same over retries',
	secret: '`<user>:<password>` of your own, as in the `callback` of each request: `https://<user>:<password>@…`',
	rotation: 'each request names its own user and password',
};

function identifyOne(body: unknown, { rawBody }: Delivery): Identified {
	const live = textAt(body, 'type');
	const request = textAt(body, 'metadata', 'request_id');
	// All messages of one live request share its id.
	if (live !== undefined) return { id: sharedId(request, rawBody), type: live, payload: body, unsigned: ['id', 'type'] };
	const transcribed = Array.isArray(valueAt(body, 'results', 'channels'));
	return {
		id: request,
		type: transcribed ? 'transcription' : undefined,
		payload: body,
		unsigned: ['id', 'type'],
	};
}
