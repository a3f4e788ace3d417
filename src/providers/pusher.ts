import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { listAt } from './reading/list-at.ts';
import { sha256 } from './reading/sha256.ts';

/** One delivery holds several events. The type is `name`, such as `channel_occupied`; the payload is the item of `events`. */
export const pusher: DirectProvider = {
	id: 'pusher',
	name: 'Pusher Channels',
	docs: 'https://pusher.com/docs/channels/server_api/webhooks/#security',
	scheme: hmacSignature({ header: 'x-pusher-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	// `time_ms` in the body makes its bytes differ from those of the same event at another time.
	identify: (body, { rawBody }) =>
		listAt(body, 'events').map((event, index) => ({
			id: `${sha256(rawBody)}:${index}`,
			type: textAt(event, 'name'),
			payload: event,
		})),
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the headers, among them the key that says which secret signed',
	sameEvent: 'the digest of the body, and the place in it',
	secret: 'the secret that belongs to the app key in `X-Pusher-Key`',
	rotation: 'several app tokens may be valid at once',
};
