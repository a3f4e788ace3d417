import { echoField } from '../handshakes/echo-field.ts';
import { json } from '../parsers/json.ts';
import { signedToken } from '../schemes/signed-token.ts';
import { sharedTokenKeys } from '../schemes/token-keys.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** Webhooks that an app has created, signed with its signing secret; those of a personal token have no signature. The payload is `event`. */
export const monday: Provider = {
	id: 'monday',
	name: 'monday.com',
	docs: 'https://developer.monday.com/apps/docs/authorization-header',
	scheme: signedToken({
		place: { header: 'authorization' },
		keys: sharedTokenKeys(),
		claims: { aud: ({ url }) => url },
		covers: { url: true },
		time: { claim: 'iat', tolerance: 300, lifetime: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [
		{
			id: textAt(body, 'event', 'triggerUuid'),
			type: textAt(body, 'event', 'type'),
			payload: valueAt(body, 'event'),
			unsigned: ['id', 'type'],
		},
	],
	// https://developer.monday.com/api-reference/reference/webhooks#url-verification
	handshakes: [echoField({ field: ['challenge'], signed: false, title: 'a POST with `challenge`, which goes back as JSON' })],
	// Once a minute for 30 minutes: https://developer.monday.com/api-reference/reference/webhooks
	retryHorizon: 60 * 60,
	expects: '200',
	unsigned: 'the body: who has a token that is not over can send anything with it; the other headers',
	sameEvent: '`event.triggerUuid`',
	secret: 'the signing secret of the app that created the webhook; those of a personal token are not signed',
	rotation: 'not stated',
};
