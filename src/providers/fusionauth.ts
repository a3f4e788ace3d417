import { json } from '../parsers/json.ts';
import { digestOf, signedToken } from '../schemes/signed-token.ts';
import { publicTokenKeys } from '../schemes/token-keys.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The secret is the `https` address of your FusionAuth, which publishes the keys: RSA (RS256), P-256 or Ed25519. The type is `event.type`; the payload is `event`. */
export const fusionauth: Provider = {
	id: 'fusionauth',
	name: 'FusionAuth',
	docs: 'https://fusionauth.io/docs/extend/events-and-webhooks/signing',
	scheme: signedToken({
		place: { header: 'x-fusionauth-signature-jwt' },
		keys: publicTokenKeys({
			algorithms: ['RS256', 'ES256', 'EdDSA'],
			title: 'the https address of FusionAuth, such as https://auth.example.com',
			words: [/^https:\/\/[a-z0-9.-]+(?::[0-9]{1,5})?$/],
			example: ['https://auth.example.com'],
			at: ([origin], id) => ({ url: `${origin}/.well-known/jwks.json`, holding: id }),
		}),
		// It has no other claims, so no time either.
		claims: { request_body_sha256: digestOf('body', 'base64') },
		covers: { body: 'all' },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'event', 'id'), type: textAt(body, 'event', 'type'), payload: valueAt(body, 'event') }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the time: an old delivery can be sent again; the URL, and the other headers',
	sameEvent: '`event.id`',
	secret: 'the address of your FusionAuth, such as `https://auth.example.com`, which has to sign with RS256, ES256 or EdDSA',
	rotation: 'none to do: FusionAuth publishes its keys, and each token says which one it is signed with',
};
