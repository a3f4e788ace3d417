import { json } from '../parsers/json.ts';
import { fieldsHmac } from '../schemes/fields-hmac.ts';
import { fieldAt } from '../schemes/signed-field.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `event` of `event-data`, such as `delivered`; the payload is `event-data`, of which nothing is signed. */
export const mailgun: DirectProvider = {
	id: 'mailgun',
	name: 'Mailgun',
	docs: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
	// Nobody says that a retry is signed anew, so the tolerance is a little longer than Mailgun tries.
	scheme: fieldsHmac({
		algorithm: 'sha256',
		encoding: 'hex',
		signature: { at: ['signature', 'signature'] },
		fields: [fieldAt('signature.timestamp', /^[0-9]{10}$/, 'string', 'number'), fieldAt('signature.token', /^[\w-]{1,100}$/)],
		time: { at: ['signature', 'timestamp'], clock: 'seconds', tolerance: 9 * 60 * 60 },
	}),
	contentTypes: { 'application/json': json },
	// Not the token, although it is signed: nothing says that a retry has the same.
	identify: (body) => [
		{
			id: textAt(body, 'event-data', 'id'),
			type: textAt(body, 'event-data', 'event'),
			payload: valueAt(body, 'event-data'),
			unsigned: ['id', 'type'],
		},
	],
	// https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhooks
	retryHorizon: 8 * 60 * 60,
	expects: '200; 406 ends the retries',
	unsigned: 'everything but a time and a token: for nine hours, who holds a delivery can send any other event with its signature',
	sameEvent: '`id` of `event-data`, the same over retries',
	secret: 'the HTTP webhook signing key of the account',
	rotation: 'a new signing key ends the old one at once',
};
