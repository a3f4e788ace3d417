import { echoHeader } from '../handshakes/echo-header.ts';
import { plain } from '../handshakes/plain.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The webhooks of an application, not those of a rule. The type is `type`, such as `inbound_received`; the payload is `payload`. */
export const front: DirectProvider = {
	id: 'front',
	name: 'Front',
	docs: 'https://dev.frontapp.com/docs/application-webhooks',
	scheme: hmacSignature({
		header: 'x-front-signature',
		signs: '{time}:{body}',
		encoding: 'base64',
		time: { header: 'x-front-request-timestamp', clock: 'milliseconds', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'payload', 'id'), type: textAt(body, 'type'), payload: valueAt(body, 'payload') }],
	handshakes: [
		echoHeader({
			header: 'x-front-challenge',
			method: 'POST',
			signed: true,
			reply: plain,
			title: 'a signed POST with `X-Front-Challenge`, which goes back as text',
		}),
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`payload.id`, the same over retries',
	secret: 'the signing key of the application, whose webhooks these have to be, not those of a rule',
	rotation: 'not stated',
};
