import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';

/**
 * Next-gen webhooks: the type is `type`, such as `payment-link.paid`, and the payload is the whole event, with `entityId` and perhaps the entity in `_embedded`.
 * The older webhooks of payments post `id=tr_…` and sign nothing, so they are refused.
 */
export const mollie: DirectProvider = {
	id: 'mollie',
	name: 'Mollie',
	docs: 'https://docs.mollie.com/reference/webhooks-new',
	// The header may come more than once: https://github.com/mollie/mollie-api-php/blob/master/src/Webhooks/SignatureValidator.php
	scheme: hmacSignature({ header: 'x-mollie-signature', encoding: 'hex', prefix: 'sha256=', list: { separator: ',' } }),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'type'), payload: body }],
	// From memory of Mollie's documentation: ten attempts within 26 hours.
	retryHorizon: 26 * 60 * 60,
	timeout: 15,
	expects: '200',
	unsigned: 'the URL, the headers and the time',
	sameEvent: '`id`, the same over retries',
	secret: 'the signing secret from the dashboard, of a next-gen webhook',
	rotation: 'one signature for each secret while a new one is introduced',
};
