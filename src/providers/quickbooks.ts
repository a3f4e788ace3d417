import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';
import { listAt } from './reading/list-at.ts';

/**
 * One delivery holds many events. CloudEvents have their own types, such as `qbo.invoice.created.v1`, and the payload is the whole event. In the older form the
 * type is the entity and the operation, such as `Invoice.Create`, and the payload is the entity with its `realmId`.
 */
export const quickbooks: DirectProvider = {
	id: 'quickbooks',
	name: 'QuickBooks Online',
	docs: 'https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks',
	scheme: hmacSignature({ header: 'intuit-signature', encoding: 'base64' }),
	contentTypes: { 'application/json': json },
	identify: (body) =>
		Array.isArray(body)
			? body.map((event: unknown) => ({ id: textAt(event, 'id'), type: textAt(event, 'type'), payload: event }))
			: listAt(body, 'eventNotifications').flatMap(identifyOld),
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 3,
	expects: '200 within three seconds',
	unsigned: 'the URL, every header and the time: an old delivery can be sent again',
	sameEvent: '`id` of each CloudEvent; in the older form company, entity, operation and `lastUpdated`; the same over retries',
	secret: 'the verifier token, a UUID',
	rotation: 'a new verifier token ends the old one',
};

function identifyOld(notification: unknown): readonly Identified[] {
	const realmId = textAt(notification, 'realmId');
	const entities = listAt(notification, 'dataChangeEvent', 'entities');
	if (entities.length === 0) return [{ id: undefined, type: undefined, payload: notification }];
	return entities.map((entity) => {
		const type = joined(textAt(entity, 'name'), textAt(entity, 'operation'));
		const payload = typeof entity === 'object' && entity !== null ? { realmId, ...entity } : entity;
		return { id: joined(realmId, type, textAt(entity, 'id'), textAt(entity, 'lastUpdated')), type, payload };
	});
}
