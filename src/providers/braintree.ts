import { computeQuery } from '../handshakes/compute-query.ts';
import { plain } from '../handshakes/plain.ts';
import { formXml } from '../parsers/form-xml.ts';
import { signedFormField, signText } from '../schemes/signed-form-field.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { digestOf } from './reading/digest-of.ts';

/** The secret is `publicKey:privateKey` of an API key. The type is `kind`, such as `subscription_canceled`; the payload is `notification` of the XML. */
export const braintree: DirectProvider = {
	id: 'braintree',
	name: 'Braintree',
	docs: 'https://developer.paypal.com/braintree/docs/guides/webhooks/parse',
	scheme: signedFormField({ signature: 'bt_signature', payload: 'bt_payload' }),
	contentTypes: { 'application/x-www-form-urlencoded': formXml('bt_payload') },
	identify: (body) => {
		const payload = valueAt(body, 'notification');
		return [{ id: digestOf(payload), type: textAt(payload, 'kind'), payload }];
	},
	// The form of the challenge is the official library's. A payload that we believe is longer: see the scheme.
	handshakes: [
		computeQuery({
			parameter: 'bt_challenge',
			token: /^[a-f0-9]{20,32}$/,
			answer: (token, secret) => plain(signText(token, secret)),
			title: '`GET` with `bt_challenge`: the public key and the signature of the challenge',
		}),
	],
	// Hourly, for 24 hours.
	retryHorizon: 24 * 60 * 60,
	timeout: 30,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the age; the time in the XML is signed',
	sameEvent: 'the digest of the notification, the same over retries',
	secret: '`<public key>:<private key>` of an API key',
	rotation: 'each key pair of the account signs; a delivery has them all',
};
