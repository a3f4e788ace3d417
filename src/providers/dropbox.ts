import { echoQuery } from '../handshakes/echo-query.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { joined } from './reading/joined.ts';
import { listAt } from './reading/list-at.ts';

/** One delivery names the accounts whose files have changed: each is an event of the type `list_folder`, and the payload is the account's id, such as `dbid:AAH4f99…`. */
export const dropbox: DirectProvider = {
	id: 'dropbox',
	name: 'Dropbox',
	docs: 'https://www.dropbox.com/developers/reference/webhooks',
	scheme: hmacSignature({ header: 'x-dropbox-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	// Nothing tells a second change from the first one sent again. A listing too many does no harm; one too few does, so each delivery is an event.
	identify: (body, { requestId }) =>
		listAt(body, 'list_folder', 'accounts').map((account) => {
			const id = typeof account === 'string' && account !== '' ? account : undefined;
			return { id: joined(id, requestId), type: id && 'list_folder', payload: account };
		}),
	handshakes: [echoQuery({ parameter: 'challenge', title: '`GET` with `challenge`, which goes back as text' })],
	// About ten minutes: https://www.dropbox.com/developers/reference/webhooks
	retryHorizon: 60 * 60,
	timeout: 10,
	expects: '200 within ten seconds',
	unsigned: 'the URL, every header and the time: an old delivery can be sent again',
	sameEvent: 'nothing: each delivery is an event, and its accounts may be listed once more',
	secret: 'the app secret',
	rotation: 'a new app secret ends the old one',
};
