import { json } from '../parsers/json.ts';
import { signedToken } from '../schemes/signed-token.ts';
import { publicTokenKeys } from '../schemes/token-keys.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/**
 * The secret is `<audience> <service account>`, as the push subscription has them. The type is the message's attribute `eventType` (of Cloud Storage) or `ce-type`,
 * else `message`. The payload is `message`, whose `data` is base64. Payload unwrapping has to be off.
 */
export const googlePubsubPush: Provider = {
	id: 'google-pubsub-push',
	name: 'Google Cloud Pub/Sub push',
	docs: 'https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions',
	scheme: signedToken({
		place: { header: 'authorization', prefix: 'Bearer ' },
		keys: publicTokenKeys({
			algorithms: ['RS256'],
			title: '<audience> <email of the service account>',
			words: [/^[\x21-\x7e]+$/, /^[\w.+-]+@[\w.-]+$/],
			example: ['https://hooks.example.com/webhooks/pubsub', 'push@project.iam.gserviceaccount.com'],
			claims: ([aud = '', email = '']) => ({ aud, email }),
			at: (_, id) => ({ url: 'https://www.googleapis.com/oauth2/v3/certs', holding: id }),
		}),
		claims: { iss: 'https://accounts.google.com', email_verified: true },
		covers: {},
		// A token is good for an hour, and may be used for many messages.
		time: { claim: 'iat', tolerance: 60 * 60, lifetime: 60 * 60 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => {
		const id = textAt(body, 'message', 'messageId');
		const attribute = textAt(body, 'message', 'attributes', 'eventType') ?? textAt(body, 'message', 'attributes', 'ce-type');
		return [{ id, type: attribute ?? (id && 'message'), payload: valueAt(body, 'message'), unsigned: ['id', 'type'] }];
	},
	// As long as the subscription keeps messages: seven days unless told, 31 at most. https://cloud.google.com/pubsub/docs/subscription-properties
	retryHorizon: 31 * 24 * 60 * 60,
	expects: '102, 200, 201, 202 or 204, within the acknowledgement deadline',
	unsigned: 'the body: who has a token that is not over can send anything with it; the URL, and the other headers',
	sameEvent: '`message.messageId`, the same over retries',
	secret: '`<audience> <e-mail of the service account>`, as the push subscription has them; its payload unwrapping has to be off',
	rotation: 'none to do: Google publishes its keys, and each token says which one it is signed with',
};
