import { echoField } from '../handshakes/echo-field.ts';
import { formPayload } from '../parsers/form-payload.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import { type Delivery, mediaType } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/**
 * Types and payloads: an event of the Events API is its inner `event`; a slash command is `slash_command` with the form's fields; an
 * interaction is its own type, such as `block_actions`, with the parsed `payload` field.
 */
export const slack: DirectProvider = {
	id: 'slack',
	name: 'Slack',
	docs: 'https://docs.slack.dev/authentication/verifying-requests-from-slack',
	scheme: hmacSignature({
		header: 'x-slack-signature',
		signs: 'v0:{time}:{body}',
		encoding: 'hex',
		prefix: 'v0=',
		time: { header: 'x-slack-request-timestamp', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json, 'application/x-www-form-urlencoded': formPayload },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// https://docs.slack.dev/reference/events/url_verification
	handshakes: [
		echoField({
			field: ['challenge'],
			when: ['type', 'url_verification'],
			signed: true,
			title: 'a signed POST with `challenge`, which goes back as JSON',
		}),
	],
	// The secret is of the app, not of the workspace: https://docs.slack.dev/reference/objects/event-object
	account: { fields: [['api_app_id']] },
	// https://docs.slack.dev/apis/events-api#retries: at once, after one minute, after five minutes.
	retryHorizon: 60 * 60,
	timeout: 3,
	expects: '200 within three seconds; for commands and interactions its body is the answer',
	unsigned: 'the URL and the other headers',
	sameEvent: '`event_id`, `trigger_id` or the digest of the body, the same over retries',
	secret: 'the signing secret of the app, 32 hex digits',
	rotation: 'the old signing secret ends at once',
};

function identifyOne(body: unknown, { headers, rawBody }: Delivery): Identified {
	if (textAt(body, 'type') === 'event_callback') {
		return { id: textAt(body, 'event_id'), type: textAt(body, 'event', 'type'), payload: valueAt(body, 'event') };
	}
	const isForm = mediaType(headers) === 'application/x-www-form-urlencoded';
	const type = isForm && textAt(body, 'command') ? 'slash_command' : textAt(body, 'type');
	// Some, such as view_closed, open no trigger. Their bytes tell them apart.
	return { id: textAt(body, 'trigger_id') ?? sha256(rawBody), type, payload: body };
}
