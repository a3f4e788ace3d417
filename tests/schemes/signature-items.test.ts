import { expect, it } from '@jest/globals';
import { hmacSignature } from '../../src/schemes/hmac-signature.ts';
import { aDelivery, withHeaders } from './a-delivery.ts';

const scheme = hmacSignature({
	header: 'x-signature',
	signs: '{"Body":{json-body},"Env":"{item:env}","Time":{time}}',
	encoding: 'base64',
	prefix: 'sign=',
	list: { separator: ', ', time: 't=', items: { env: 'main' }, signatureFirst: true },
	time: { clock: 'milliseconds', tolerance: 60 },
});
const signed = scheme.sign(aDelivery(), 'secret');
const verdict = (change: (value: string) => string) =>
	scheme.verify(withHeaders(signed, { 'x-signature': change(signed.headers['x-signature'] ?? '') }), ['secret']);

it('given an item that is signed, accepts it where it stands once', () => {
	expect(verdict((value) => value)).toEqual({ valid: true, secret: 0 });
	expect(signed.headers['x-signature']).toMatch(/^sign=[A-Za-z0-9+/]{43}=, env=main, t=\d{13}$/);
});

it.each([
	['another value', (value: string) => value.replace('main', 'other'), 'signature-mismatch'],
	['no such item', (value: string) => value.replace(', env=main', ''), 'signature-malformed'],
	['the item twice', (value: string) => value.replace('env=main', 'env=main, env=main'), 'signature-malformed'],
	['an empty item', (value: string) => value.replace('main', ''), 'signature-malformed'],
	['a quote in the item', (value: string) => value.replace('main', 'ma"in'), 'signature-malformed'],
])('given %s, refuses it', (_, change, reason) => {
	expect(verdict(change)).toEqual({ valid: false, reason });
});

it('given a body that is no UTF-8, does not take it for the text that looks like it', () => {
	const [one, other] = [0xfe, 0xff].map((byte) => ({ ...signed, rawBody: Buffer.from([0x22, byte, 0x22]) }));

	expect(() => scheme.sign(one ?? signed, 'secret')).toThrow(TypeError);
	expect(scheme.verify(other ?? signed, ['secret'])).toEqual({ valid: false, reason: 'signature-malformed' });
});

it('given base64 of hex, accepts that one spelling', () => {
	const odd = hmacSignature({ header: 'x-signature', algorithm: 'sha512', encoding: 'hex-base64' });
	const sent = odd.sign(aDelivery(), 'secret');
	const value = sent.headers['x-signature'] ?? '';
	const hex = Buffer.from(value, 'base64').toString();

	expect([hex.length, odd.verify(sent, ['secret']).valid]).toEqual([128, true]);
	for (const other of [hex, Buffer.from(hex.toUpperCase()).toString('base64'), Buffer.from(hex, 'hex').toString('base64'), `${value}=`]) {
		expect(odd.verify(withHeaders(sent, { 'x-signature': other }), ['secret'])).toEqual({ valid: false, reason: 'signature-malformed' });
	}
});
