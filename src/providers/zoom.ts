import { computeField } from '../handshakes/compute-field.ts';
import { hmacOf } from '../handshakes/hmac-of.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { json as jsonReply } from '../webhook/reply.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

const scheme = hmacSignature({
	header: 'x-zm-signature',
	signs: 'v0:{time}:{body}',
	encoding: 'hex',
	prefix: 'v0=',
	time: { header: 'x-zm-request-timestamp', tolerance: 300 },
});

/** The type is `event`, such as `meeting.started`; the payload is `payload`. */
export const zoom: DirectProvider = {
	id: 'zoom',
	name: 'Zoom',
	docs: 'https://developers.zoom.us/docs/api/webhooks/#verify-with-zooms-header',
	// Zoom names no tolerance; this one is ours.
	scheme,
	contentTypes: { 'application/json': json },
	// An event has no id, but the time of what happened. x-zm-trackingid is another for each request.
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'event'), payload: valueAt(body, 'payload') }],
	// https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint
	handshakes: [
		computeField({
			field: ['payload', 'plainToken'],
			when: ['event', 'endpoint.url_validation'],
			token: /^[\w-]{1,128}$/,
			scheme,
			answer: (plainToken, secret) => jsonReply({ plainToken, encryptedToken: hmacOf(plainToken, secret, 'hex') }),
			title: 'a signed POST with `plainToken`: it and its HMAC under the secret token, as JSON',
		}),
	],
	// Three retries within two and a half hours.
	retryHorizon: 24 * 60 * 60,
	timeout: 3,
	expects: '200 or 204 within three seconds',
	unsigned: 'the URL and the other headers',
	sameEvent: 'the digest of the body, which holds the time of the event, the same over retries',
	secret: 'the secret token of the webhook',
	rotation: 'a new secret token ends the old one',
};
