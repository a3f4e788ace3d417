import { describe, expect, it } from '@jest/globals';
import { bySecret } from '../../src/schemes/by-secret.ts';
import { sharedToken } from '../../src/schemes/shared-token.ts';
import { standardWebhooks } from '../../src/schemes/standard-webhooks.ts';
import { SecretError } from '../../src/webhook/scheme.ts';
import { aDelivery, withHeaders } from './a-delivery.ts';
import { conforms } from './conformance.ts';

const [signed, plain] = [standardWebhooks(), sharedToken({ header: 'x-token' })];
const scheme = bySecret({ prefix: 'whsec_', signed, plain });
const [key, otherKey] = [signed.generate().signing, signed.generate().signing];
const token = plain.generate().signing;

conforms({
	title: 'by the form of the secret: a token',
	scheme,
	signsBody: false,
	spoilings: [
		['junk after the token', (value) => `${value}0`, 'signature-mismatch'],
		['the header twice', (value) => `${value}, ${value}`, 'signature-mismatch'],
	],
	malformedSecrets: ['whsec_', 'whsec_no base64', 'trailing-space '],
});

describe('by the form of the secret', () => {
	const withKey = scheme.sign(aDelivery(), key);
	const withToken = scheme.sign(aDelivery(), token);
	const withBoth = scheme.sign(withKey, token);

	it('is a signature with the one, and a token with the other', () => {
		expect(Object.keys(withKey.headers)).toContain('webhook-signature');
		expect(withToken.headers['x-token']).toBe(token);
		expect(scheme.verify(withKey, [key])).toEqual({ valid: true, secret: 0 });
		expect(scheme.verify(withToken, [token])).toEqual({ valid: true, secret: 0 });
	});

	it.each([
		['the other proof alone', withToken, key, 'signature-missing'],
		['the other proof alone, a signature', withKey, token, 'signature-missing'],
		['a good token beside a bad signature', withHeaders(withBoth, { 'webhook-signature': 'v1,AAAA' }), key, 'signature-malformed'],
		['a good token beside no signature', withHeaders(withBoth, { 'webhook-signature': undefined }), key, 'signature-missing'],
		['the text of the key as a token', withHeaders(aDelivery(), { 'x-token': key }), key, 'signature-missing'],
		['a signature of another body', { ...withBoth, rawBody: Buffer.from('{}') }, key, 'signature-mismatch'],
	])('is not believed with %s', (_, delivery, secret, reason) => {
		expect(scheme.verify(delivery, [secret])).toEqual({ valid: false, reason });
	});

	it('takes both kinds while the one follows the other, and says which it was', () => {
		expect(scheme.verify(withKey, [key, token])).toEqual({ valid: true, secret: 0 });
		expect(scheme.verify(withToken, [key, token])).toEqual({ valid: true, secret: 1 });
		expect(scheme.verify(withKey, [otherKey, key])).toEqual({ valid: true, secret: 1 });
		expect(scheme.verify(withKey, [otherKey, token])).toEqual({ valid: false, reason: 'signature-mismatch' });
	});

	it('throws where any secret is unusable, though another would do', () => {
		expect(() => scheme.verify(withToken, [token, 'whsec_'])).toThrow(SecretError);
		expect(() => scheme.verify(withKey, ['', key])).toThrow(SecretError);
	});
});
