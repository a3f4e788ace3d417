import { json } from '../parsers/json.ts';
import { detachedJws } from '../schemes/detached-jws.ts';
import { publicTokenKeys } from '../schemes/token-keys.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/**
 * The secret is the URL of Neon Auth (`NEON_AUTH_URL`), which publishes the keys. The type is `event_type`, such as `user.created`; the payload is the whole body.
 * `user.before_create` waits for what it is answered, so its source needs `ack: handled`.
 */
export const neon: Provider = {
	id: 'neon',
	name: 'Neon Auth',
	docs: 'https://neon.com/docs/auth/guides/webhooks#signature-verification',
	scheme: detachedJws({
		header: 'x-neon-signature',
		keyId: 'x-neon-signature-kid',
		keys: publicTokenKeys({
			algorithms: ['EdDSA'],
			title: 'the https URL of Neon Auth, without a slash at its end',
			words: [/^https:\/\/[a-z0-9.-]+(?:\/[\w.-]+)*$/],
			example: ['https://ep-cool-pine-12345678.neonauth.eu-central-1.aws.neon.tech/neondb/auth'],
			at: ([base], id) => ({ url: `${base}/.well-known/jwks.json`, holding: id }),
		}),
		// Encoded twice, as the page has it.
		payload: ({ rawBody }, time) => Buffer.from(`${time}.${rawBody.toString('base64url')}`),
		time: { header: 'x-neon-timestamp', clock: 'milliseconds', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'event_id'), type: textAt(body, 'event_type'), payload: body }],
	// Three attempts at once: https://neon.com/docs/auth/guides/webhooks
	retryHorizon: 60,
	timeout: 5,
	expects: '2xx within five seconds; to `user.before_create` JSON with `allowed`',
	unsigned: 'the URL and the other headers',
	sameEvent: '`event_id`, the same over retries',
	secret: 'the URL of Neon Auth (`NEON_AUTH_URL`), without a slash at its end',
	rotation: 'none to do: Neon publishes its keys, and each delivery says which one it is signed with',
};
