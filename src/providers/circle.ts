import { probe } from '../handshakes/probe.ts';
import { json } from '../parsers/json.ts';
import { derKeys } from '../schemes/der-keys.ts';
import { publicKeySignature } from '../schemes/public-key-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/**
 * The secret is the public key that Circle shows for the id in `X-Circle-Key-Id`: `data.publicKey` of `GET /v2/notifications/publicKey/<id>`, which wants an API key. The type is
 * `notificationType`; the payload is `notification`.
 */
export const circle: DirectProvider = {
	id: 'circle',
	name: 'Circle',
	docs: 'https://developers.circle.com/api-reference/verify-webhook-signatures',
	scheme: publicKeySignature({ header: 'x-circle-signature', encoding: 'base64', keys: derKeys('ecdsa-p256') }),
	contentTypes: { 'application/json': json },
	identify: (body) => [
		{ id: textAt(body, 'notificationId'), type: textAt(body, 'notificationType'), payload: valueAt(body, 'notification') },
	],
	// https://developers.circle.com/wallets/webhook-notifications
	handshakes: [probe('HEAD')],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the time, and for whom it is, as far as is stated: a function has to look at `subscriptionId`; the URL, and the other headers',
	sameEvent: '`notificationId`, the same over retries',
	secret: 'the public key for the id in `X-Circle-Key-Id`: `data.publicKey` of `GET /v2/notifications/publicKey/<id>`, in base64',
	rotation: 'another key has another id: both public keys can be set',
};
