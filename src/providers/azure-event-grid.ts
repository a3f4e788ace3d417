import { allowOrigin } from '../handshakes/allow-origin.ts';
import { echoField } from '../handshakes/echo-field.ts';
import { json } from '../parsers/json.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { json as jsonReply } from '../webhook/reply.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The secret is `?secret=` of the URL that Event Grid is given. Each event of either schema has its own type and id; its payload is `data`. */
export const azureEventGrid: DirectProvider = {
	id: 'azure-event-grid',
	name: 'Azure Event Grid',
	// It signs nothing: a client secret goes as a parameter of the query.
	docs: 'https://learn.microsoft.com/en-us/azure/event-grid/secure-webhook-delivery',
	scheme: sharedToken({ query: 'secret' }),
	contentTypes: { 'application/json': json, 'application/cloudevents+json': json, 'application/cloudevents-batch+json': json },
	identify: (body) =>
		(Array.isArray(body) ? body : [body]).map((event: unknown) => ({
			id: textAt(event, 'id'),
			type: textAt(event, 'eventType') ?? textAt(event, 'type'),
			payload: valueAt(event, 'data') ?? event,
			unsigned: ['id', 'type'],
		})),
	handshakes: [
		// https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-event-grid-events-schema
		echoField({
			field: ['0', 'data', 'validationCode'],
			whenHeader: ['aeg-event-type', 'SubscriptionValidation'],
			signed: true,
			reply: (code) => jsonReply({ validationResponse: code }),
			title: 'a POST with `validationCode`, which goes back as `validationResponse`',
		}),
		// https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-cloud-events-schema
		allowOrigin({
			origins: /^eventgrid\.azure\.net$/,
			title: '`OPTIONS` with `WebHook-Request-Origin: eventgrid.azure.net`, which is allowed',
		}),
	],
	// https://learn.microsoft.com/en-us/azure/event-grid/delivery-and-retry
	retryHorizon: 24 * 60 * 60,
	timeout: 30,
	expects: '200 to 204',
	unsigned: 'everything: the secret of the URL only shows who sends',
	sameEvent: '`id` of each event, the same over retries',
	secret: 'a token of your own, with which the URL that Event Grid is given ends: `…?secret=<token>`',
	rotation: 'a new URL for the subscription ends the old secret',
};
