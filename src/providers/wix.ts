import { tokenData } from '../parsers/token-data.ts';
import { signedToken } from '../schemes/signed-token.ts';
import { publicTokenKeys } from '../schemes/token-keys.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';
import { tokenClaim } from './reading/token-claim.ts';

/**
 * Webhooks of an app: the body is the token. The secret is the app's public key, in one line without its BEGIN and END. The type is `eventType`, such as `wix.ecom.v1.order_created`;
 * the payload has `instanceId` and, parsed, `data` and `identity`.
 */
export const wix: Provider = {
	id: 'wix',
	name: 'Wix',
	docs: 'https://dev.wix.com/docs/build-apps/develop-your-app/access/authentication/verify-requests-received-from-wix',
	scheme: signedToken({
		place: { carries: 'data' },
		keys: publicTokenKeys({ algorithms: ['RS256'], title: "the app's public key", words: [], example: [] }),
		covers: { body: 'all' },
		// Wix says neither for how long a token is good nor whether a retry has a new one.
		time: { claim: 'iat', tolerance: 24 * 60 * 60, lifetime: 10 * 60 },
	}),
	contentTypes: { 'text/plain': tokenData },
	identify: (body, delivery) => [
		{ id: textAt(body, 'data', 'id') ?? digestOfData(delivery), type: textAt(body, 'eventType'), payload: body },
	],
	// Up to twelve retries over hours: https://dev.wix.com/docs/build-apps/develop-your-app/api-integrations/events-and-webhooks/about-webhooks
	retryHorizon: 3 * 24 * 60 * 60,
	timeout: 1.25,
	expects: '200 within 1.25 seconds',
	unsigned: 'the URL and the headers',
	sameEvent: '`id` of the event, else the digest of the data, the same over retries',
	secret: "the app's public key, in one line without its BEGIN and END",
	rotation: 'not stated',
};

/** Not of the whole token, which has a time of its own. */
function digestOfData({ rawBody }: Delivery): string {
	return sha256(Buffer.from(tokenClaim(rawBody.toString(), 'data') ?? rawBody));
}
