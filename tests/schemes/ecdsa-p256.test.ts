import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { derKeys } from '../../src/schemes/der-keys.ts';
import { publicKeySignature } from '../../src/schemes/public-key-signature.ts';
import { aDelivery, receivedAt } from './a-delivery.ts';
import { conforms } from './conformance.ts';
import { base64Spoilings } from './spoilings.ts';

const header = 'x-twilio-email-event-webhook-signature';
const timestampHeader = 'x-twilio-email-event-webhook-timestamp';
const scheme = publicKeySignature({
	header,
	signs: '{time}{body}',
	encoding: 'base64',
	time: { header: timestampHeader, tolerance: 300 },
	keys: derKeys('ecdsa-p256'),
});

/** The example that @sendgrid/eventwebhook ships in its own tests (MIT). */
const example = {
	key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==',
	timestamp: '1600112502',
	body: '[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n',
	signature: 'MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=',
};

const otherCurve = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
const otherKind = generateKeyPairSync('ed25519');

conforms({
	title: 'ECDSA P-256 in base64',
	scheme,
	signedHeaders: [timestampHeader],
	timestampHeader,
	spoilings: [
		// A signature has 70 to 72 bytes: with some lengths, these two are base64 again.
		...base64Spoilings('').filter(([given]) => given !== 'junk after the signature' && given !== 'hex'),
		[
			'a byte after the DER',
			(value) => Buffer.concat([Buffer.from(value, 'base64'), Buffer.of(0)]).toString('base64'),
			'signature-mismatch',
		],
		['a signature one byte short', (value) => Buffer.from(value, 'base64').subarray(0, -1).toString('base64'), 'signature-mismatch'],
		['a signature that is no DER', () => Buffer.alloc(64, 1).toString('base64'), 'signature-mismatch'],
		['zero twice', () => Buffer.from('3006020100020100', 'hex').toString('base64'), 'signature-mismatch'],
	],
	malformedSecrets: [
		example.key.slice(0, -4),
		`${example.key} `,
		example.key.replaceAll('/', '_'),
		`-----BEGIN PUBLIC KEY-----\n${example.key}\n-----END PUBLIC KEY-----`,
		Buffer.concat([Buffer.from(example.key, 'base64'), Buffer.of(0)]).toString('base64'),
		otherCurve.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
		otherCurve.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
		otherKind.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
	],
});

it("given the example of SendGrid's own library, accepts it", () => {
	const { key, timestamp, body, signature } = example;
	const delivery = aDelivery({
		receivedAt: 1600112502000,
		headers: { [header]: signature, [timestampHeader]: timestamp },
		rawBody: Buffer.from(body),
	});

	expect(scheme.verify(delivery, [key])).toEqual({ valid: true, secret: 0 });
	expect(scheme.verify({ ...delivery, rawBody: Buffer.from(body.trim()) }, [key])).toEqual({ valid: false, reason: 'signature-mismatch' });
	expect(scheme.verify({ ...delivery, receivedAt }, [key])).toEqual({ valid: false, reason: 'timestamp-stale' });
});
