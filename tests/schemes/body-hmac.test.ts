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
