import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hmacSignature } from '../../src/schemes/hmac-signature.ts';
import { aDelivery } from './a-delivery.ts';
import { conforms } from './conformance.ts';
import { base64Spoilings, hexSpoilings, paddingSpoilings } from './spoilings.ts';

const github = hmacSignature({ header: 'x-hub-signature-256', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' });

conforms({
	title: 'body HMAC, SHA-256 in hex with a prefix',
	scheme: github,
	spoilings: [
		...hexSpoilings('sha256='),
		['no prefix', (value) => value.slice(7), 'signature-malformed'],
		['another prefix', (value) => `sha512=${value.slice(7)}`, 'signature-malformed'],
		['an upper-case prefix', (value) => `SHA256=${value.slice(7)}`, 'signature-malformed'],
		['the prefix alone', () => 'sha256=', 'signature-malformed'],
	],
	malformedSecrets: [],
});
conforms({
	title: 'body HMAC, SHA-256 in base64',
	scheme: hmacSignature({ header: 'x-shopify-hmac-sha256', algorithm: 'sha256', encoding: 'base64' }),
	spoilings: [...base64Spoilings(''), ...paddingSpoilings('')],
	malformedSecrets: [],
});
conforms({
	title: 'body HMAC, SHA-1 in hex',
	scheme: hmacSignature({ header: 'x-signature', algorithm: 'sha1', encoding: 'hex' }),
	spoilings: hexSpoilings(''),
	malformedSecrets: [],
});
conforms({
	title: 'body HMAC, SHA-512 in base64',
	scheme: hmacSignature({ header: 'x-signature', algorithm: 'sha512', encoding: 'base64' }),
	spoilings: [...base64Spoilings(''), ...paddingSpoilings('')],
	malformedSecrets: [],
});
conforms({
	title: 'body HMAC of a sender that signs nothing but objects',
	scheme: hmacSignature({ header: 'x-signature', encoding: 'base64', prefix: 'sha256=', begins: '{' }),
	bodies: fc.string().map((text) => Buffer.from(`{${text}`)),
	tamper: (body, at) => {
		const copy = Buffer.from(body);
		copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ 1;
		return copy;
	},
	spoilings: [...base64Spoilings('sha256='), ...paddingSpoilings('sha256=')],
	malformedSecrets: [],
});

describe('a sender that signs nothing but objects', () => {
	const scheme = hmacSignature({ header: 'x-signature', encoding: 'base64', begins: '{' });

	it.each(['', ' {}', '1', 'null', 'token_of-a/challenge+=', '[{}]', '"{"'])('has not sent %j, whoever signed it', (text) => {
		const signed = scheme.sign(aDelivery({ rawBody: Buffer.from(text) }), 'secret');

		expect(scheme.verify(signed, ['secret'])).toEqual({ valid: false, reason: 'signature-malformed' });
	});
});

const nmi = hmacSignature({
	header: 'webhook-signature',
	signs: '{item:t}.{body}',
	encoding: 'hex',
	prefix: 's=',
	list: { separator: ',', items: { t: 'nonce-1' } },
});
conforms({
	title: "body HMAC in NMI's form, with a nonce",
	scheme: nmi,
	spoilings: [
		['no nonce', (value) => value.replace(/^t=[^,]*,/, ''), 'signature-malformed'],
		['an empty nonce', (value) => value.replace(/^t=[^,]*/, 't='), 'signature-malformed'],
		['two nonces', (value) => `t=1,${value}`, 'signature-malformed'],
		['another nonce', (value) => value.replace(/^t=/, 't=a'), 'signature-mismatch'],
		['a full stop in the nonce', (value) => value.replace(/^t=/, 't=a.'), 'signature-malformed'],
		['a space in the nonce', (value) => value.replace(/^t=/, 't= '), 'signature-malformed'],
		['a long nonce', (value) => value.replace(/^t=/, `t=${'a'.repeat(256)}`), 'signature-malformed'],
		['no signature', (value) => value.replace(/,s=.*/, ''), 'signature-malformed'],
		['one signature twice', (value) => `${value},${value.split(',')[1]}`, 'signature-malformed'],
		['the header twice', (value) => `${value},${value}`, 'signature-malformed'],
		['upper-case hex', (value) => value.replace(/s=.*/, (item) => `s=${item.slice(2).toUpperCase()}`), 'signature-malformed'],
	],
	malformedSecrets: [],
});

describe('a nonce', () => {
	it('can not take the beginning of a body', () => {
		const signed = nmi.sign(aDelivery({ rawBody: Buffer.from('a.{"b":1}') }), 's');
		const [nonce, signature] = (signed.headers['webhook-signature'] ?? '').split(',');
		const moved = { ...signed, rawBody: Buffer.from('{"b":1}'), headers: { 'webhook-signature': `${nonce}.a,${signature}` } };

		expect(nmi.verify(moved, ['s'])).toEqual({ valid: false, reason: 'signature-malformed' });
	});
});

describe('a secret in NFKD', () => {
	const plain = hmacSignature({ header: 'x-signature', encoding: 'hex' });
	const easypost = hmacSignature({ header: 'x-signature', encoding: 'hex', key: 'nfkd' });

	it.each([
		['sécret', 'se\u0301cret'],
		['ﬁne', 'fine'],
		['plain', 'plain'],
	])('%j is the key %j', (secret, key) => {
		expect(easypost.sign(aDelivery(), secret).headers).toEqual(plain.sign(aDelivery(), key).headers);
		expect(easypost.verify(plain.sign(aDelivery(), key), [secret])).toEqual({ valid: true, secret: 0 });
	});
});

describe("the documented examples of GitHub's signature", () => {
	it.each([
		// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
		["It's a Secret to Everybody", 'Hello, World!', '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'],
		// https://github.com/octokit/webhooks-methods.js/blob/main/test/sign.test.ts
		['mysecret', '{"foo":"bar"}', '4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3'],
	])('given the secret %j and the body %j, accepts the published signature', (secret, body, signature) => {
		const rawBody = Buffer.from(body);
		const delivery = aDelivery({ rawBody, headers: { 'x-hub-signature-256': `sha256=${signature}` } });

		expect(github.verify(delivery, [secret])).toEqual({ valid: true, secret: 0 });
		expect(github.sign(aDelivery({ rawBody }), secret).headers['x-hub-signature-256']).toBe(`sha256=${signature}`);
	});
});
