import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import twilio from 'twilio';
import { urlFormHmac } from '../../src/schemes/url-form-hmac.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { aDelivery, withHeaders } from './a-delivery.ts';
import { conforms } from './conformance.ts';
import { base64Spoilings, paddingSpoilings } from './spoilings.ts';

const header = 'x-twilio-signature';
const scheme = urlFormHmac({ header });
const spoilings = [...base64Spoilings(''), ...paddingSpoilings('')];

conforms({ title: 'URL and form HMAC, a JSON body', scheme, spoilings, malformedSecrets: [] });
conforms({
	title: 'URL and form HMAC, a form',
	scheme,
	deliver: form,
	bodies: fc
		.array(fc.tuple(word(), word()), { minLength: 1, maxLength: 5 })
		.map((fields) => Buffer.from(new URLSearchParams(fields).toString())),
	tamper: changeLetter,
	spoilings,
	malformedSecrets: [],
});

describe("the examples of Twilio's own tests", () => {
	// https://github.com/twilio/twilio-node/blob/main/spec/validation.spec.js
	const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';

	it('given a form, accepts the published signature', () => {
		const body = 'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212';
		const delivery = withHeaders({ ...form(Buffer.from(body)), url }, { [header]: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' });

		expect(scheme.verify(delivery, ['12345'])).toEqual({ valid: true, secret: 0 });
	});

	it('given a JSON body, accepts the published signature', () => {
		const digest = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620';
		const rawBody = Buffer.from('{"property": "value", "boolean": true}');
		const delivery = withHeaders(aDelivery({ url: `${url}&bodySHA256=${digest}`, rawBody }), { [header]: 'a9nBmqA0ju/hNViExpshrM61xv4=' });

		expect(scheme.verify(delivery, ['12345'])).toEqual({ valid: true, secret: 0 });
	});
});

describe("Twilio's own library", () => {
	const fields = fc.dictionary(
		fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((name) => name !== '__proto__'),
		fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.array(fc.string({ maxLength: 4 }), { minLength: 2, maxLength: 4 })),
		{ maxKeys: 6 },
	);

	it('given any fields, agrees on the signature of the form', () => {
		fc.assert(
			fc.property(fields, (params) => {
				const pairs = Object.entries(params).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each]));
				const delivery = form(Buffer.from(new URLSearchParams(pairs).toString()));

				const signed = scheme.sign(delivery, 'token');

				expect(signed.headers[header]).toBe(twilio.getExpectedTwilioSignature('token', delivery.url, params));
			}),
		);
	});

	it('given a JSON body, accepts what we sign', () => {
		const signed = scheme.sign(aDelivery({ query: 'a=1', url: 'https://hooks.example.com/webhooks/sender?a=1' }), 'token');

		expect(twilio.validateRequestWithBody('token', signed.headers[header] ?? '', signed.url, signed.rawBody.toString())).toBe(true);
	});
});

describe('the URL', () => {
	it.each([
		['https://a.example/x?q=1', 'https://a.example:443/x?q=1'],
		['https://a.example:443/x?q=1', 'https://a.example/x?q=1'],
		['http://a.example', 'http://a.example:80'],
		['https://a.example:8443/x', 'https://a.example/x'],
		['https://[::1]/x', 'https://[::1]:443/x'],
		["https://a.example/x?q='é:1", "https://a.example:443/x?q='é:1"],
	])('given a delivery to %j, accepts the signature of %j too, as twilio-node does', (url, signedUrl) => {
		const delivery = { ...form(Buffer.from('A=1')), url };
		const signature = twilio.getExpectedTwilioSignature('token', signedUrl, { A: '1' });

		expect(twilio.validateRequest('token', signature, url, { A: '1' })).toBe(true);
		expect(scheme.verify(withHeaders(delivery, { [header]: signature }), ['token'])).toEqual({ valid: true, secret: 0 });
	});

	it.each([
		['another port', 'https://a.example:444/x?q=1'],
		["the other scheme's port", 'https://a.example:80/x?q=1'],
		['another scheme', 'http://a.example/x?q=1'],
		['another path', 'https://a.example/y?q=1'],
		['another query', 'https://a.example/x?q=2'],
		['another order of port and host', 'https://:443a.example/x?q=1'],
	])('given the signature of a URL with %s, refuses it', (_given, signedUrl) => {
		const delivery = { ...form(Buffer.from('A=1')), url: 'https://a.example/x?q=1' };
		const signature = twilio.getExpectedTwilioSignature('token', signedUrl, { A: '1' });

		expect(scheme.verify(withHeaders(delivery, { [header]: signature }), ['token'])).toEqual({
			valid: false,
			reason: 'signature-mismatch',
		});
	});
});

describe('what binds the body', () => {
	const signedJson = scheme.sign(aDelivery({ query: 'a=1&bodySHA256=old', url: 'https://a.example/x?a=1&bodySHA256=old' }), 'token');
	const mismatch = { valid: false, reason: 'signature-mismatch' };

	it('given a query with a digest already, replaces it in query and URL', () => {
		expect(signedJson.query).toMatch(/^a=1&bodySHA256=[0-9a-f]{64}$/);
		expect(signedJson.url).toBe(`https://a.example/x?${signedJson.query}`);
	});

	it('given a signed JSON delivery turned into an empty form, refuses it', () => {
		const turned = withHeaders({ ...signedJson, rawBody: Buffer.alloc(0) }, { 'content-type': 'application/x-www-form-urlencoded' });

		expect(scheme.verify(turned, ['token'])).toEqual(mismatch);
	});

	it('given a body that is no form, and a URL without its digest, refuses it', () => {
		const delivery = aDelivery();
		const signature = twilio.getExpectedTwilioSignature('token', delivery.url, {});

		expect(scheme.verify(withHeaders(delivery, { [header]: signature }), ['token'])).toEqual(mismatch);
	});

	it.each([
		['twice', (digest: string) => `${digest}&${digest}`],
		['in upper case', (digest: string) => digest.replace(/=.*/, (value) => value.toUpperCase())],
		['one digit short', (digest: string) => digest.slice(0, -1)],
	])('given the digest %s under a good signature, refuses it', (_given, change) => {
		const digest = signedJson.query.slice('a=1&'.length);
		const url = `https://a.example/x?${change(digest)}`;
		const signature = twilio.getExpectedTwilioSignature('token', url, {});

		expect(scheme.verify(withHeaders({ ...signedJson, url }, { [header]: signature }), ['token'])).toEqual(mismatch);
	});

	it.each([
		['bytes that are no UTF-8', Buffer.from([0x41, 0x3d, 0xff]), { A: '\ufffd' }],
		['escapes that are no UTF-8', Buffer.from('A=%ff'), { A: '\ufffd' }],
		['half an escape', Buffer.from('A=%'), { A: '%' }],
	])('given a form with %s, refuses it: two bodies would share the signature', (_given, rawBody, params) => {
		const delivery = form(rawBody);
		const signature = twilio.getExpectedTwilioSignature('token', delivery.url, params);

		expect(scheme.verify(withHeaders(delivery, { [header]: signature }), ['token'])).toEqual(mismatch);
	});

	it('given a field named __proto__, signs it like any other', () => {
		const signed = scheme.sign(form(Buffer.from('__proto__=a&A=1')), 'token');

		expect(scheme.verify({ ...signed, rawBody: Buffer.from('A=1') }, ['token'])).toEqual(mismatch);
	});
});

function form(rawBody: Buffer): Delivery {
	return aDelivery({ headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, rawBody });
}

function word(): fc.Arbitrary<string> {
	return fc.string({ unit: fc.constantFrom('a', 'z', 'M', '7', ' ', '+', 'é', '😀'), minLength: 1, maxLength: 6 });
}

/** Changes one letter that is no part of an escape. The scheme joins names and values bare, so `A=b` and `Ab=` do share a signature. */
function changeLetter(body: Buffer, at: number): Buffer | undefined {
	const letters = [...body.toString().matchAll(/(?<!%.?)[azM7]/g)];
	const letter = letters[at % letters.length];
	if (!letter) return undefined;
	const changed = Buffer.from(body);
	changed.write('Q', letter.index);
	return changed;
}
