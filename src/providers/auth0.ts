import { jsonLines } from '../parsers/json-lines.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { listAt } from './reading/list-at.ts';

/** Custom log streams. One delivery holds many events. The type is that of the log, such as `s` or `fp`; the payload is `data`. */
export const auth0: DirectProvider = {
	id: 'auth0',
	name: 'Auth0 log streams',
	docs: 'https://auth0.com/docs/customize/log-streams/custom-log-streams',
	// The secret is the whole value of the header, as it stands in the stream's settings.
	scheme: sharedToken({ header: 'authorization' }),
	// JSON lines, an array or an object, as the stream is set; the media type is the same.
	contentTypes: { 'application/json': jsonLines },
	identify: (body) =>
		listAt(body).map((event) => ({
			id: textAt(event, 'log_id') ?? textAt(event, 'data', 'log_id'),
			type: textAt(event, 'data', 'type'),
			payload: valueAt(event, 'data'),
			unsigned: ['id', 'type'],
		})),
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'everything: the token only says who sends',
	sameEvent: '`log_id` of each event, the same over retries',
	secret: 'the authorization token of the stream: the whole value of the header `Authorization`, with its `Bearer ` where it has one',
	rotation: 'the token is changed in the stream, at once',
};
