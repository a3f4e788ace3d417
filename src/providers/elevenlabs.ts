import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `type`, such as `post_call_transcription`. The payload is `data`. */
export const elevenlabs: DirectProvider = {
	id: 'elevenlabs',
	name: 'ElevenLabs',
	docs: 'https://elevenlabs.io/docs/overview/administration/webhooks',
	scheme: hmacSignature({
		header: 'elevenlabs-signature',
		signs: '{time}.{body}',
		encoding: 'hex',
		prefix: 'v0=',
		list: { separator: ',', time: 't=' },
		// As in ElevenLabs' own library.
		time: { tolerance: 1800 },
		secretPrefix: 'wsec_',
	}),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200',
	unsigned: 'the URL and the other headers',
	sameEvent: 'type and `data.conversation_id`; else the digest of the body',
	secret: 'the webhook secret, `wsec_…`',
	rotation: 'not stated',
};

/** Events have no id. A conversation has each of them once. */
function identifyOne(body: unknown, { rawBody }: Delivery): Identified {
	const [type, conversation] = [textAt(body, 'type'), textAt(body, 'data', 'conversation_id')];
	return { id: type && conversation ? `${type}.${conversation}` : sha256(rawBody), type, payload: valueAt(body, 'data') };
}
