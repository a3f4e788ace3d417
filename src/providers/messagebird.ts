import { form } from '../parsers/form.ts';
import { json } from '../parsers/json.ts';
import { digestOf, signedToken } from '../schemes/signed-token.ts';
import { sharedTokenKeys } from '../schemes/token-keys.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** Bird's older API, by POST. The type is `type`, such as `message.created`, or `status.<status>` of a status report. The payload is the whole body. */
export const messagebird: Provider = {
	id: 'messagebird',
	name: 'MessageBird',
	docs: 'https://developers.messagebird.com/api/#verifying-http-requests',
	scheme: signedToken({
		place: { header: 'messagebird-signature-jwt' },
		keys: sharedTokenKeys(),
		claims: { iss: 'MessageBird', url_hash: digestOf('url', 'hex'), payload_hash: digestOf('body', 'hex') },
		covers: { body: 'all', url: true },
		time: { claim: 'iat', tolerance: 300, lifetime: 60 },
	}),
	contentTypes: { 'application/json': json, 'application/x-www-form-urlencoded': form },
	identify: (body, { rawBody }) => {
		const status = textAt(body, 'status');
		return [{ id: sha256(rawBody), type: textAt(body, 'type') ?? (status && `status.${status}`), payload: body }];
	},
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the headers',
	sameEvent: 'the digest of the body',
	secret: 'the signing key of the account',
	rotation: 'not stated',
};
