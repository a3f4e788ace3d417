import { echoQuery } from '../handshakes/echo-query.ts';
import { json } from '../parsers/json.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { digestOf } from './reading/digest-of.ts';
import { joined } from './reading/joined.ts';
import { listAt } from './reading/list-at.ts';
import { withoutField } from './reading/without-field.ts';

/**
 * One delivery may hold many notifications, and each has to have the `clientState` of its subscription. The type is `changeType`, such as `created`, or
 * `lifecycleEvent`; the payload is the notification without the `clientState`. Resource data stays encrypted, and its `validationTokens` are not looked at.
 */
export const microsoftGraph: DirectProvider = {
	id: 'microsoft-graph',
	name: 'Microsoft Graph',
	docs: 'https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks',
	scheme: sharedToken({ body: ['value', '*', 'clientState'] }),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => listAt(body, 'value').map((item) => identifyOne(item, delivery)),
	handshakes: [
		echoQuery({
			parameter: 'validationToken',
			method: 'POST',
			title: '`POST` with `validationToken` in the query, which goes back as plain text',
		}),
	],
	retryHorizon: 4 * 60 * 60,
	timeout: 3,
	expects: 'any 2xx within three seconds',
	unsigned: 'everything: the `clientState` only shows who sends',
	sameEvent:
		'`id`, or the digest of a notification with an `@odata.etag`, the same over retries; one with neither, as of a drive, is an event in each delivery',
	secret: 'the `clientState` of each subscription, at most 128 characters',
	rotation: 'a new subscription with another `clientState`',
};

function identifyOne(item: unknown, { requestId }: Delivery): Identified {
	const payload = withoutField(item, 'clientState');
	const type = textAt(item, 'lifecycleEvent') ?? textAt(item, 'changeType');
	// `id` is optional: https://learn.microsoft.com/en-us/graph/api/resources/changenotification
	// Without it and without a version nothing tells the next change of a drive from the last one sent again, so each delivery is an event.
	const isVersion = textAt(item, 'resourceData', '@odata.etag') !== undefined;
	const made = isVersion ? digestOf(payload) : joined(digestOf(payload), requestId);
	return { id: textAt(item, 'id') ?? made, type, payload, unsigned: ['id', 'type'] };
}
