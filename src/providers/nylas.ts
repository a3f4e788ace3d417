import { echoQuery } from '../handshakes/echo-query.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The body is a CloudEvent: the type is `type`, such as `message.created`, and the payload `data.object`. Of a body that is sent compressed the bytes as sent are signed; a webhook has to be set to send none. */
export const nylas: DirectProvider = {
	id: 'nylas',
	name: 'Nylas',
	docs: 'https://developer.nylas.com/docs/cookbook/use-cases/build/verify-webhook-signatures/',
	scheme: hmacSignature({ header: 'x-nylas-signature', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: valueAt(body, 'data', 'object') }],
	handshakes: [echoQuery({ parameter: 'challenge', title: '`GET` with `challenge`, which goes back as text' })],
	// Three attempts in 20 minutes: https://developer.nylas.com/docs/v3/notifications/
	retryHorizon: 60 * 60,
	timeout: 10,
	expects: '200',
	unsigned: 'the URL, the headers and the time: an old delivery can be sent again',
	sameEvent: '`id`, the same over retries',
	secret: 'the `webhook_secret` of the destination, returned when it is created; its bodies have to be sent uncompressed',
	rotation: 'the old secret ends at once',
};
