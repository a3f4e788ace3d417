import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The webhooks of an app; those that are made on the dashboard carry no signature. The type is `triggerType`, such as `form_submission`; the payload is `payload`. */
export const webflow: DirectProvider = {
	id: 'webflow',
	name: 'Webflow',
	docs: 'https://developers.webflow.com/data/docs/working-with-webhooks#validating-request-signatures',
	scheme: hmacSignature({
		header: 'x-webflow-signature',
		signs: '{time}:{body}',
		encoding: 'hex',
		time: { header: 'x-webflow-timestamp', clock: 'milliseconds', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: 'the digest of the body; of a stock with the time that is signed, and whether a retry has another is not stated',
	secret: 'the client secret of the app that made the webhook; those made on the dashboard are not signed',
	rotation: 'not stated',
};

/** Events have no id. A stock has no time either (https://developers.webflow.com/data/reference/webhooks/events/ecomm-inventory-changed), and may be again what it was. */
function identifyOne(body: unknown, { headers, rawBody }: Delivery): Identified {
	const type = textAt(body, 'triggerType');
	const at = type === 'ecomm_inventory_changed' ? `.${headers['x-webflow-timestamp']}` : '';
	return { id: sha256(rawBody) + at, type, payload: valueAt(body, 'payload') };
}
