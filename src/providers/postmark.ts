import { json } from '../parsers/json.ts';
import { basicAuth } from '../schemes/basic-auth.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sharedId } from './reading/shared-id.ts';

/** The type is `RecordType`, such as `Bounce`, and `Inbound` for a message that came in. The payload is the whole body. */
export const postmark: DirectProvider = {
	id: 'postmark',
	name: 'Postmark',
	docs: 'https://postmarkapp.com/developer/webhooks/webhooks-overview#protecting-your-webhook',
	scheme: basicAuth(),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// https://postmarkapp.com/support/article/understanding-inbound-webhook-retries-in-postmark
	retryHorizon: 11 * 60 * 60,
	expects: '200; 403 ends the retries',
	unsigned: 'nothing is signed: body, headers and URL; and no time, so an old delivery can be sent again',
	sameEvent:
		'`ID` of a bounce or a complaint, `MessageID` of an inbound message, else `MessageID` with the digest of the body, the same over retries',
	secret: '`<user>:<password>` of your own, as in the URL that Postmark is given: `https://<user>:<password>@…`',
	rotation: 'a new user and password in the URL of the webhook',
};

function identifyOne(body: unknown, { rawBody }: Delivery): Identified {
	const record = textAt(body, 'RecordType');
	const bounce = textAt(body, 'ID');
	const message = textAt(body, 'MessageID');
	// Inbound messages have no record type, and every one has its headers. The other records of one message share its id.
	const inbound = record === undefined && message !== undefined && Array.isArray(valueAt(body, 'Headers'));
	const id = inbound ? message : record !== undefined && bounce !== undefined ? `${record}.${bounce}` : sharedId(message, rawBody);
	return { id, type: inbound ? 'Inbound' : record, payload: body, unsigned: ['id', 'type'] };
}
