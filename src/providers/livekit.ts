import { json } from '../parsers/json.ts';
import { digestOf, signedToken } from '../schemes/signed-token.ts';
import { sharedTokenKeys } from '../schemes/token-keys.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/** The secret is `<API key>:<API secret>`. The type is `event`, such as `room_started`. The payload is the whole body. */
export const livekit: Provider = {
	id: 'livekit',
	name: 'LiveKit',
	docs: 'https://docs.livekit.io/home/server/webhooks/',
	scheme: signedToken({
		place: { header: 'authorization' },
		keys: sharedTokenKeys({ issuer: true }),
		claims: { sha256: digestOf('body', 'base64') },
		covers: { body: 'all' },
		// The server's tokens are good for five minutes: https://github.com/livekit/protocol (webhook/url_notifier.go)
		time: { claim: 'nbf', tolerance: 300, lifetime: 300 },
	}),
	contentTypes: { 'application/webhook+json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'event'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`id`, the same over retries',
	secret: '`<API key>:<API secret>`',
	rotation: 'several API keys may be valid; the one that the webhook is configured with signs',
};
