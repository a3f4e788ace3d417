import { expect, it } from '@jest/globals';
import { canonicalRequest } from '../../src/schemes/canonical-request.ts';
import { aDelivery, withHeaders } from './a-delivery.ts';
import { conforms } from './conformance.ts';

const scheme = canonicalRequest({ prefix: 'x-acme', tolerance: 30 });
conforms({
	title: 'canonical request',
	scheme,
	signedHeaders: ['x-acme-timestamp', 'x-acme-signed-headers'],
	spoilings: [
		['junk after the signature', (value) => `${value}0`, 'signature-malformed'],
		['an upper-case signature', (value) => `${value.slice(0, -1).toUpperCase()}A`, 'signature-malformed'],
		['another signature', (value) => value.replace(/^./, (digit) => (digit === '0' ? '1' : '0')), 'signature-mismatch'],
	],
	malformedSecrets: [],
});

const headers = { 'content-type': 'application/json', 'x-acme-topic': 'a', 'x-other': 'o' };
const signed = scheme.sign(aDelivery({ headers, url: 'https://a.example/x?q=a%20b&r=1', query: 'q=a%20b&r=1' }), 'secret');
const list = 'x-acme-signed-headers';

it.each([
	['a signed header changed', { 'x-acme-topic': 'b' }, 'signature-mismatch'],
	['a signed header missing', { 'x-acme-topic': undefined }, 'signature-malformed'],
	['a header less in the list', { [list]: 'x-acme-signed-headers,x-acme-timestamp' }, 'signature-mismatch'],
	['a list without the time', { [list]: 'x-acme-signed-headers,x-acme-topic' }, 'signature-malformed'],
	['a list without itself', { [list]: 'x-acme-timestamp,x-acme-topic' }, 'signature-malformed'],
	['a list in another order', { [list]: 'x-acme-topic,x-acme-timestamp,x-acme-signed-headers' }, 'signature-malformed'],
	['a name twice', { [list]: `${signed.headers[list]},x-acme-topic` }, 'signature-malformed'],
	['a header within another', { 'x-acme-topic': 'a;x-acme-zone:1' }, 'signature-malformed'],
])('given %s, refuses it', (_, change, reason) => {
	expect(scheme.verify(withHeaders(signed, change), ['secret'])).toEqual({ valid: false, reason });
});

it.each([
	['an unsigned header changed', { headers: { ...signed.headers, 'x-other': 'p' } }, true],
	['another query', { url: 'https://a.example/x?q=a%20b&r=2' }, false],
	['another path', { url: 'https://a.example/y?q=a%20b&r=1' }, false],
	['a second question mark', { url: 'https://a.example/x?q=a%20b&r=1?more' }, false],
	['another host', { url: 'https://b.example/x?q=a%20b&r=1' }, true],
	['another method', { method: 'PUT' }, false],
])('given %s, believes what is signed', (_, change, valid) => {
	expect(scheme.verify({ ...signed, ...change }, ['secret']).valid).toBe(valid);
});
