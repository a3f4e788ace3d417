import { describe, expect, it } from '@jest/globals';
import { basicAuth } from '../../src/schemes/basic-auth.ts';
import { aDelivery } from './a-delivery.ts';
import { conforms } from './conformance.ts';
import { base64Spoilings } from './spoilings.ts';

const scheme = basicAuth();

conforms({
	title: 'basic auth',
	scheme,
	signsBody: false,
	pairs: [
		{ verifying: 'user:password', signing: 'user:password' },
		{ verifying: 'Zoë:pass:with:colons', signing: 'Zoë:pass:with:colons' },
	],
	spoilings: [
		...base64Spoilings('Basic ').filter(([given]) => given !== 'hex'),
		['one character more in the credentials', (value) => more(value, '0'), 'signature-mismatch'],
		['a line break after the password', (value) => more(value, '\n'), 'signature-mismatch'],
		['another way of authorization', (value) => value.replace('Basic', 'Bearer'), 'signature-malformed'],
		['no way of authorization', (value) => value.slice(6), 'signature-malformed'],
		['two spaces', (value) => value.replace(' ', '  '), 'signature-malformed'],
		['credentials in clear', () => 'Basic user:password', 'signature-malformed'],
		['no credentials', () => 'Basic ', 'signature-malformed'],
	],
	malformedSecrets: ['no-colon-in-it', ':only-password', 'only-user:', 'user:line\nbreak', 'us\u0000er:password'],
});

describe('the example of RFC 7617', () => {
	it.each(['Basic', 'basic', 'BASIC'])('given the scheme spelled %j, accepts it', (name) => {
		const delivery = aDelivery({ headers: { authorization: `${name} QWxhZGRpbjpvcGVuIHNlc2FtZQ==` } });

		expect(scheme.verify(delivery, ['Aladdin:open sesame'])).toEqual({ valid: true, secret: 0 });
	});
});

function more(value: string, text: string): string {
	return `Basic ${Buffer.concat([Buffer.from(value.slice(6), 'base64'), Buffer.from(text)]).toString('base64')}`;
}
