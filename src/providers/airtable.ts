import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';

/** The type is `notification`: something in a base has changed, and what it is has to be asked for. The payload is the whole body, with the ids of base and webhook. */
export const airtable: DirectProvider = {
	id: 'airtable',
	name: 'Airtable',
	docs: 'https://airtable.com/developers/web/api/webhooks-overview',
	// `macSecretBase64` is base64, and what it stands for is the key: https://github.com/gtalarico/pyairtable/blob/main/pyairtable/models/webhook.py
	scheme: hmacSignature({ header: 'x-airtable-content-mac', encoding: 'hex', prefix: 'hmac-sha256=', key: 'base64' }),
	contentTypes: { 'application/json': json },
	identify: (body) => {
		const id = joined(textAt(body, 'webhook', 'id'), textAt(body, 'timestamp'));
		return [{ id, type: id && 'notification', payload: body }];
	},
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200 or 204, empty',
	unsigned: 'the URL and every header',
	sameEvent: 'the webhook and `timestamp`; whether it is the same over retries is not stated, and a second look for changes does no harm',
	secret: '`macSecretBase64`, as the call that creates the webhook returns it',
	rotation: 'a webhook keeps its secret: make a new one',
};
