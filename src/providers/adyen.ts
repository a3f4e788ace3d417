import { json } from '../parsers/json.ts';
import { byHeader } from '../schemes/by-header.ts';
import { fieldsHmac } from '../schemes/fields-hmac.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import { fieldAt } from '../schemes/signed-field.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { text } from '../webhook/reply.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** No colon, or one could be moved; nor what JSON is made of, which is what the same key signs for the other kind. The merchant's reference may have them all. */
const word = /^[^:{}"]*$/;

/**
 * Payments: a delivery may hold several items, and all have to be signed. The type is `eventCode`, such as `AUTHORISATION`; the payload is the item.
 * Platform and management webhooks: the type is theirs, and the payload is the whole body.
 */
export const adyen: DirectProvider = {
	id: 'adyen',
	name: 'Adyen',
	docs: 'https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures',
	scheme: byHeader({
		headers: ['hmacsignature', 'protocol'],
		present: hmacSignature({ header: 'hmacsignature', encoding: 'base64', key: 'hex' }),
		absent: fieldsHmac({
			algorithm: 'sha256',
			encoding: 'base64',
			key: 'hex',
			items: ['notificationItems', '*', 'NotificationRequestItem'],
			signature: { at: ['additionalData', 'hmacSignature'] },
			separator: ':',
			fields: [
				fieldAt('pspReference', word),
				fieldAt('originalReference', word),
				fieldAt('merchantAccountCode', word),
				fieldAt('merchantReference', /^/),
				fieldAt('amount.value', /^-?[0-9]+$/, 'number'),
				fieldAt('amount.currency', word),
				fieldAt('eventCode', word),
				fieldAt('success', word),
			],
		}),
	}),
	contentTypes: { 'application/json': json },
	identify: (body, { rawBody }) => {
		const items = valueAt(body, 'notificationItems');
		if (Array.isArray(items)) return items.map(identifyItem);
		return [{ id: sha256(rawBody), type: textAt(body, 'type'), payload: body }];
	},
	// Older payments webhooks look for this text.
	accepted: text('[accepted]'),
	// Every 8 hours, for 7 days; for some, 30 days: https://docs.adyen.com/development-resources/webhooks/
	retryHorizon: 30 * 24 * 60 * 60,
	timeout: 10,
	expects: 'any 2xx, for older payments webhooks with `[accepted]`',
	unsigned:
		'payments: all but references, account, amount, `eventCode` and `success` of each item; platform: the URL and the other headers; the time',
	sameEvent: '`eventCode`, `pspReference` and `success` of each item, or the digest of the body; the same over retries',
	secret: 'the HMAC key, 64 hex digits',
	rotation: 'the old key signs until the new one is known everywhere; keep both for a while',
};

/** Made of what is signed: the item's own fields may differ when it comes again. */
function identifyItem(item: unknown): Identified {
	const payload = valueAt(item, 'NotificationRequestItem');
	const [type, reference, success] = [textAt(payload, 'eventCode'), textAt(payload, 'pspReference'), textAt(payload, 'success') ?? ''];
	return { id: type && reference && `${type}.${reference}.${success}`, type, payload };
}
