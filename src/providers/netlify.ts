import { json } from '../parsers/json.ts';
import { digestOf, signedToken } from '../schemes/signed-token.ts';
import { sharedTokenKeys } from '../schemes/token-keys.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** HTTP POST notifications of deploys. The type is the deploy's `state`, such as `ready`. The payload is the whole body, the deploy. */
export const netlify: Provider = {
	id: 'netlify',
	name: 'Netlify',
	docs: 'https://docs.netlify.com/site-deploys/notifications/#payload-signature',
	scheme: signedToken({
		place: { header: 'x-webhook-signature' },
		keys: sharedTokenKeys(),
		claims: { iss: 'netlify', sha256: digestOf('body', 'hex') },
		covers: { body: 'all' },
	}),
	contentTypes: { 'application/json': json },
	// The body has the time of what happened.
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'state'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the time: an old delivery can be sent again; the URL, and the other headers',
	sameEvent: 'the digest of the body',
	secret: 'the JWS secret token of the notification',
	rotation: 'the old secret ends at once',
};
