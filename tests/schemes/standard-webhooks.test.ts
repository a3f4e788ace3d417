import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ed25519Keys } from '../../src/schemes/ed25519-keys.ts';
import { hmac } from '../../src/schemes/hmac.ts';
import { standardWebhooks } from '../../src/schemes/standard-webhooks.ts';
import type { DirectScheme, SecretPair } from '../../src/webhook/scheme.ts';
import { aDelivery, withHeaders } from './a-delivery.ts';
import { conforms } from './conformance.ts';
import { base64Spoilings, paddingSpoilings } from './spoilings.ts';

const scheme = standardWebhooks();
/** The same scheme, where it makes pairs of keys instead of shared secrets. */
const asymmetric: DirectScheme = { ...scheme, generate: generatePair };

function generatePair(): SecretPair {
	const { verifying, signing } = ed25519Keys('base64').generate();
	return { verifying: `whpk_${verifying}`, signing: `whsk_${signing}` };
}

const signedHeaders = ['webhook-id', 'webhook-timestamp'];
const malformedSecrets = [
	'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
	'whsec_',
	'whsec_====',
	'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS',
	'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw ',
	'whsec_not base64',
	'whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
	'WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
];

const nineSignatures = Array.from({ length: 9 }, (_, at) => `v1,${Buffer.alloc(32, at).toString('base64')}`).join(' ');

conforms({
	title: 'Standard Webhooks, v1',
	scheme,
	signedHeaders,
	timestampHeader: 'webhook-timestamp',
	spoilings: [
		...base64Spoilings('v1,'),
		...paddingSpoilings('v1,'),
		['an entry that is no signature after a good one', (value) => `${value} junk`, 'signature-malformed'],
		['a malformed v1 after a good one', (value) => `${value} v1,AAAA`, 'signature-malformed'],
		['two spaces between entries', (value) => `${value}  ${value}`, 'signature-malformed'],
		['a space before', (value) => ` ${value}`, 'signature-malformed'],
		['no version', (value) => value.slice(3), 'signature-malformed'],
		['only another version', (value) => value.replace('v1,', 'v2,'), 'signature-malformed'],
		['more signatures than a sender rotates', (value) => `${value} ${nineSignatures}`, 'signature-malformed'],
		['the same signature twice', (value) => `${value} ${value}`, 'signature-malformed'],
		['a list with commas', (value) => `${nineSignatures.split(' ')[0]}, ${value}`, 'signature-malformed'],
	],
	malformedSecrets,
});

conforms({
	title: 'Standard Webhooks, v1a',
	scheme: asymmetric,
	signedHeaders,
	timestampHeader: 'webhook-timestamp',
	spoilings: [
		...base64Spoilings('v1a,'),
		...paddingSpoilings('v1a,'),
		['the signature as v1', (value) => value.replace('v1a,', 'v1,'), 'signature-malformed'],
	],
	malformedSecrets,
});

conforms({
	title: "Standard Webhooks, with a sender's own header names",
	scheme: standardWebhooks({ prefix: 'svix', tolerance: 60 }),
	signedHeaders: ['svix-id', 'svix-timestamp'],
	timestampHeader: 'svix-timestamp',
	spoilings: [],
	malformedSecrets: [],
});

conforms({
	title: 'Standard Webhooks, with commas between the signatures and secrets that start with v1,whsec_',
	scheme: standardWebhooks({ secret: 'v1,whsec_', separator: ', ' }),
	signedHeaders,
	timestampHeader: 'webhook-timestamp',
	spoilings: [
		...base64Spoilings('v1,'),
		['the same signature twice', (value) => `${value}, ${value}`, 'signature-malformed'],
		['a comma without a space', (value) => `${nineSignatures.split(' ')[0]},${value}`, 'signature-malformed'],
		['a space without a comma', (value) => `${nineSignatures.split(' ')[0]} ${value}`, 'signature-malformed'],
		['a comma after the signature', (value) => `${value}, `, 'signature-malformed'],
		['more signatures than a sender rotates', (value) => `${value}, ${nineSignatures.replaceAll(' ', ', ')}`, 'signature-malformed'],
	],
	malformedSecrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'v1,whsec_', 'v1,MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'v1,whsec_not base64'],
});

conforms({
	title: 'Standard Webhooks, with the text of the secret as the key',
	scheme: standardWebhooks({ secret: 'text' }),
	signedHeaders,
	timestampHeader: 'webhook-timestamp',
	spoilings: [],
	malformedSecrets: [],
	pairs: ['whsec_a_text', 'Zoë', 'AAAA'].map((secret) => ({ verifying: secret, signing: secret })),
});

describe('the identity of a message', () => {
	const { signing, verifying } = scheme.generate();

	it('given an id that the sender chose, signs that one', () => {
		const signed = scheme.sign(aDelivery({ headers: { 'webhook-id': 'msg_chosen' } }), signing);

		expect(signed.headers['webhook-id']).toBe('msg_chosen');
		expect(scheme.verify(signed, [verifying])).toEqual({ valid: true, secret: 0 });
	});

	it.each([
		[undefined, 'signature-missing'],
		['', 'signature-missing'],
		['msg.1', 'signature-malformed'],
	])('given the id %j, refuses it', (id, reason) => {
		const signed = withHeaders(scheme.sign(aDelivery(), signing), { 'webhook-id': id });

		expect(scheme.verify(signed, [verifying])).toEqual({ valid: false, reason });
	});
});

describe('the list of signatures', () => {
	it('given one of each version and one of a version to come, accepts either key', () => {
		const shared = scheme.generate();
		const pair = generatePair();
		const v1 = scheme.sign(aDelivery(), shared.signing);
		const v1a = scheme.sign(aDelivery(), pair.signing).headers['webhook-signature'];
		const all = withHeaders(v1, { 'webhook-signature': `v3b,AA== ${v1.headers['webhook-signature']} ${v1a}` });

		expect(scheme.verify(all, [shared.verifying])).toEqual({ valid: true, secret: 0 });
		expect(scheme.verify(all, [pair.verifying])).toEqual({ valid: true, secret: 0 });
		expect(scheme.verify(all, [generatePair().verifying, shared.verifying])).toEqual({ valid: true, secret: 1 });
	});

	it.each([
		[' ', standardWebhooks()],
		[', ', standardWebhooks({ separator: ', ' })],
	])('given one for each of two secrets, with %j between, accepts either secret', (separator, rotating) => {
		const secrets = [rotating.generate(), rotating.generate()] as const;
		const [first, second] = secrets.map(({ signing }) => rotating.sign(aDelivery(), signing));
		const both = `${first?.headers['webhook-signature']}${separator}${second?.headers['webhook-signature']}`;
		const sent = withHeaders(rotating.sign(aDelivery(), secrets[0].signing), { 'webhook-signature': both });

		for (const { verifying } of secrets) expect(rotating.verify(sent, [verifying])).toEqual({ valid: true, secret: 0 });
		expect(rotating.verify(sent, [rotating.generate().verifying]).valid).toBe(false);
	});

	it('given an HMAC that is keyed with the public key, which anybody may know, refuses it under either version', () => {
		const { verifying } = generatePair();
		const publicBytes = Buffer.from(verifying.slice(5), 'base64');
		const signed = scheme.sign(aDelivery(), generatePair().signing);
		const head = `${signed.headers['webhook-id']}.${signed.headers['webhook-timestamp']}.`;
		const forgeries = [publicBytes, Buffer.from(verifying)].map((key) => hmac('sha256', createSecretKey(key), head, signed.rawBody));

		for (const forged of forgeries) {
			const long = Buffer.concat([forged, forged]);
			for (const value of [`v1,${forged.toString('base64')}`, `v1a,${long.toString('base64')}`])
				expect(scheme.verify(withHeaders(signed, { 'webhook-signature': value }), [verifying]).valid).toBe(false);
		}
	});

	it('given a private key of seed and public key, signs as with the seed', () => {
		const { verifying, signing } = generatePair();
		const bytes = [signing, verifying].map((half) => Buffer.from(half.slice(5), 'base64'));
		const long = `whsk_${Buffer.concat(bytes).toString('base64')}`;

		const signed = scheme.sign(aDelivery(), long);

		expect(scheme.verify(signed, [verifying])).toEqual({ valid: true, secret: 0 });
	});
});

it("given the example of the specification's own tests, accepts it", () => {
	// https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/javascript/src/webhook.test.ts
	const delivery = aDelivery({
		receivedAt: 1614265330000,
		headers: {
			'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
			'webhook-timestamp': '1614265330',
			'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
		},
		rawBody: Buffer.from('{"test": 2432232314}'),
	});

	expect(scheme.verify(delivery, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).toEqual({ valid: true, secret: 0 });
});
