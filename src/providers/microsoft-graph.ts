import { echoQuery } from '../handshakes/echo-query.ts';
import { json } from '../parsers/json.ts';
import { sharedToken } from '../schemes/shared-token.ts';
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
	identify: (body, { requestId }) => listAt(body, 'value').map((item) => identifyOne(item, requestId)),
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
	sameEvent: '`id`, the same over retries; a notification without one, such as of a drive, is an event with each delivery',
	rotation: 'a new subscription with another `clientState`',
};

function identifyOne(item: unknown, requestId: string): Identified {
	const payload = withoutField(item, 'clientState');
	const type = textAt(item, 'lifecycleEvent') ?? textAt(item, 'changeType');
	// `id` is optional: https://learn.microsoft.com/en-us/graph/api/resources/changenotification. Without it there is no time either: that a drive has changed is the
	// same text each time. A look too many does no harm; one too few does.
	return { id: textAt(item, 'id') ?? joined(digestOf(payload), requestId), type, payload, unsigned: ['id', 'type'] };
}
