import { json } from '../parsers/json.ts';
import { fieldsHmac } from '../schemes/fields-hmac.ts';
import { phpJsonAt } from '../schemes/signed-field.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `webhook`, such as `card.update`; the payload is `object_payload`, which is what is signed. */
export const treezor: DirectProvider = {
	id: 'treezor',
	name: 'Treezor',
	docs: 'https://docs.treezor.com/guide/webhooks/integrity-checks.html',
	// Treezor signs the payload as its PHP writes it. A number that JavaScript writes otherwise, such as 1.0, is refused, as by Treezor's own example.
	scheme: fieldsHmac({
		algorithm: 'sha256',
		encoding: 'base64',
		signature: { at: ['object_payload_signature'] },
		fields: [phpJsonAt('object_payload')],
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [
		{ id: textAt(body, 'webhook_id'), type: textAt(body, 'webhook'), payload: valueAt(body, 'object_payload'), unsigned: ['id', 'type'] },
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200',
	unsigned: 'all but `object_payload`, so the type and the id, and the time: an old payload can be sent again under another id',
	sameEvent: '`webhook_id`, the same over retries',
	secret: 'the `webhook_secret`',
	rotation: 'not stated',
};
