import { json } from '../parsers/json.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/**
 * Pre-recorded audio. The type is the `status` of the transcript, such as `completed`; the payload is the whole body, which does not hold the transcript.
 * AssemblyAI sends the token in the header that each request for a transcript names; it has to name `webhook_auth_header_name: "X-Webhook-Secret"`.
 */
export const assemblyai: DirectProvider = {
	id: 'assemblyai',
	name: 'AssemblyAI',
	docs: 'https://www.assemblyai.com/docs/deployment/webhooks-for-pre-recorded-audio',
	scheme: sharedToken({ header: 'x-webhook-secret' }),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Ten attempts, ten seconds apart: https://www.assemblyai.com/docs/deployment/webhooks-for-pre-recorded-audio
	retryHorizon: 10 * 60,
	timeout: 10,
	expects: 'any 2xx within ten seconds; any 4xx ends the retries',
	unsigned: 'nothing is signed: body, headers and URL; and no time, so an old delivery can be sent again',
	sameEvent: '`transcript_id` with `status`, else the digest of the body, the same over retries',
	secret:
		'a token of your own, `webhook_auth_header_value` of each request, which has to name `X-Webhook-Secret` as `webhook_auth_header_name`',
	rotation: 'each request names its own token',
};

function identifyOne(body: unknown, { rawBody }: Delivery): Identified {
	const type = textAt(body, 'status');
	const transcript = textAt(body, 'transcript_id');
	// What says that the redacted audio is ready has only its URL.
	const id = transcript === undefined ? sha256(rawBody) : `${transcript}.${type}`;
	return { id, type, payload: body, unsigned: ['id', 'type'] };
}
