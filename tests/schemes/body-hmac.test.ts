import { describe, expect, it } from '@jest/globals';
import { bodyHmac } from '../../src/schemes/body-hmac.ts';
import { aDelivery } from './a-delivery.ts';
import { conforms, type Spoiling } from './conformance.ts';

const hex: readonly Spoiling[] = [
	['junk after the signature', (value) => `${value}00`, 'signature-malformed'],
	['a space after the signature', (value) => `${value} `, 'signature-malformed'],
	['text that is no hex after the signature', (value) => `${value}zz`, 'signature-malformed'],
	['a signature one byte short', (value) => value.slice(0, -2), 'signature-malformed'],
	['half a byte less', (value) => value.slice(0, -1), 'signature-malformed'],
	['upper-case hex', (value) => `sha256=${value.slice(7).toUpperCase()}`, 'signature-malformed'],
	['no prefix', (value) => value.slice(7), 'signature-malformed'],
	['another prefix', (value) => `sha512=${value.slice(7)}`, 'signature-malformed'],
	['an upper-case prefix', (value) => `SHA256=${value.slice(7)}`, 'signature-malformed'],
	['the prefix alone', () => 'sha256=', 'signature-malformed'],
	['the header twice', (value) => `${value}, ${value}`, 'signature-malformed'],
	['the signature of nothing', () => `sha256=${'0'.repeat(64)}`, 'signature-mismatch'],
];

const base64: readonly Spoiling[] = [
	['junk after the signature', (value) => `${value}AAAA`, 'signature-malformed'],
	['characters outside the alphabet', (value) => `${value}!`, 'signature-malformed'],
	['no padding', (value) => value.replace(/=+$/, ''), 'signature-malformed'],
	['more padding', (value) => `${value}=`, 'signature-malformed'],
	['loose bits before the padding', (value) => `${value.slice(0, -2)}${nextLetter(value.at(-2) ?? '')}=`, 'signature-malformed'],
	['the URL alphabet', () => `${'-_'.repeat(21)}8=`, 'signature-malformed'],
	['a line break inside', (value) => `${value.slice(0, 20)}\n${value.slice(20)}`, 'signature-malformed'],
	['a signature one byte short', (value) => Buffer.from(value, 'base64').subarray(1).toString('base64'), 'signature-malformed'],
	['hex', (value) => Buffer.from(value, 'base64').toString('hex'), 'signature-malformed'],
	['the header twice', (value) => `${value},${value}`, 'signature-malformed'],
];

/** A letter that decodes to the same byte: only its unused bits differ. */
function nextLetter(letter: string): string {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
	return alphabet[alphabet.indexOf(letter) + 1] ?? '';
}

const github = bodyHmac({ header: 'x-hub-signature-256', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' });

conforms({ title: 'body HMAC, SHA-256 in hex with a prefix', scheme: github, spoilings: hex, malformedSecrets: [] });
conforms({
	title: 'body HMAC, SHA-256 in base64',
	scheme: bodyHmac({ header: 'x-shopify-hmac-sha256', algorithm: 'sha256', encoding: 'base64' }),
	spoilings: base64,
	malformedSecrets: [],
});
conforms({
	title: 'body HMAC, SHA-1 in hex',
	scheme: bodyHmac({ header: 'x-signature', algorithm: 'sha1', encoding: 'hex' }),
	spoilings: [],
	malformedSecrets: [],
});
conforms({
	title: 'body HMAC, SHA-512 in base64',
	scheme: bodyHmac({ header: 'x-signature', algorithm: 'sha512', encoding: 'base64' }),
	spoilings: [],
	malformedSecrets: [],
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
