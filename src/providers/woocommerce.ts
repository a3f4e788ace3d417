import { postedPing } from '../handshakes/posted-ping.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is the topic, such as `order.created`. The payload is the whole body. A secret with `&`, quotes or angle brackets in it is signed with as WordPress decodes it, so choose one without. */
export const woocommerce: DirectProvider = {
	id: 'woocommerce',
	name: 'WooCommerce',
	docs: 'https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks',
	scheme: hmacSignature({ header: 'x-wc-webhook-signature', encoding: 'base64' }),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// `deliver_ping` of https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-webhook.php
	handshakes: [
		postedPing({
			contentType: 'application/x-www-form-urlencoded',
			body: /^webhook_id=[0-9]{1,20}$/,
			title: 'an unsigned form with `webhook_id` alone, when a webhook is activated: an empty 200',
		}),
	],
	// https://woocommerce.github.io/woocommerce-rest-api-docs/#delivery-payload
	account: { headers: ['x-wc-webhook-id', 'x-wc-webhook-source'] },
	// It never sends again by itself.
	retryHorizon: 0,
	timeout: 60,
	expects: 'any 2xx, 301 or 302; five failures in a row disable the webhook',
	unsigned: 'every header, so the topic and the id, and the time: an old delivery can be sent again under another id',
	sameEvent: '`X-WC-Webhook-Delivery-ID` and the digest of the body; nothing is sent again',
	secret: 'the secret of the webhook; choose one without `&`, quotes and angle brackets',
	rotation: 'the old secret ends at once',
};

/** The delivery's id is made of the webhook's own and the second, so what happens within a second shares it. What two webhooks send of one change has the same body. */
function identifyOne(body: unknown, { headers, rawBody }: Delivery): Identified {
	const id = textAt(headers, 'x-wc-webhook-delivery-id');
	return { id: id && `${id}.${sha256(rawBody)}`, type: textAt(headers, 'x-wc-webhook-topic'), payload: body, unsigned: ['id', 'type'] };
}
