import { replyTo } from '../handshakes/reply-to.ts';
import { json } from '../parsers/json.ts';
import { ed25519Keys } from '../schemes/ed25519-keys.ts';
import { publicKeySignature } from '../schemes/public-key-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { json as jsonReply, type Reply } from '../webhook/reply.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type
const interactionTypes: Readonly<Record<string, string>> = {
	2: 'application_command',
	3: 'message_component',
	4: 'application_command_autocomplete',
	5: 'modal_submit',
};

// Discord asks for a content type on an empty answer: https://docs.discord.com/developers/events/webhook-events#responding-to-events
const noContent: Reply = { status: 204, headers: { 'content-type': 'application/json' }, body: '' };

/** Interactions have the names of their types in lower case, such as `application_command`; webhook events their own, such as `ENTITLEMENT_CREATE`. The payload is the whole body. */
export const discord: DirectProvider = {
	id: 'discord',
	name: 'Discord',
	docs: 'https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers',
	// Discord names no tolerance; this one is ours.
	scheme: publicKeySignature({
		header: 'x-signature-ed25519',
		signs: '{time}{body}',
		encoding: 'hex',
		time: { header: 'x-signature-timestamp', tolerance: 300 },
		keys: ed25519Keys('hex'),
	}),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	handshakes: [replyTo({ reply: pong, title: 'a signed PING: `{"type":1}` for interactions, 204 for webhook events' })],
	accepted: noContent,
	// Webhook events: for up to ten minutes. Interactions: never.
	retryHorizon: 10 * 60,
	timeout: 3,
	expects: 'interactions: 200 with JSON; webhook events: 204; 401 for the bad signatures that Discord sends to test the receiver',
	unsigned: 'the URL and the other headers',
	sameEvent: '`id` of an interaction, the same; the digest of a webhook event body, the same over retries',
	secret: 'the public key of the application, 64 hex digits',
	rotation: 'a new application has a new public key',
};

function pong(body: unknown): Reply | undefined {
	const type = valueAt(body, 'type');
	if (type === 0) return noContent;
	// A webhook event has type 1 too.
	return type === 1 && valueAt(body, 'event') === undefined ? jsonReply({ type: 1 }) : undefined;
}

function identifyOne(body: unknown, { rawBody }: Delivery): Identified {
	// A webhook event has no id, but the time of what happened.
	if (valueAt(body, 'event') !== undefined) return { id: sha256(rawBody), type: textAt(body, 'event', 'type'), payload: body };
	return { id: textAt(body, 'id'), type: textAt(interactionTypes, textAt(body, 'type') ?? ''), payload: body };
}
