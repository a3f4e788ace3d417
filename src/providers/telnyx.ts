import { json } from '../parsers/json.ts';
import { ed25519Keys } from '../schemes/ed25519-keys.ts';
import { publicKeySignature } from '../schemes/public-key-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `data.event_type`, such as `message.received`; the payload is `data.payload`. */
export const telnyx: DirectProvider = {
	id: 'telnyx',
	name: 'Telnyx',
	docs: 'https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks',
	scheme: publicKeySignature({
		header: 'telnyx-signature-ed25519',
		signs: '{time}|{body}',
		encoding: 'base64',
		time: { header: 'telnyx-timestamp', tolerance: 300 },
		keys: ed25519Keys('base64'),
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [
		{ id: textAt(body, 'data', 'id'), type: textAt(body, 'data', 'event_type'), payload: valueAt(body, 'data', 'payload') },
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 2,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`data.id`, the same over retries',
	secret: 'the public key of the account, from Mission Control, in base64',
	rotation: 'a new key pair ends the old one',
};
