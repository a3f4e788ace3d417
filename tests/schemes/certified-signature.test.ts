import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { paypal as paypalProvider } from '../../src/providers/paypal.ts';
import { certifiedKey } from '../../src/schemes/certified-key.ts';
import { paypalTransmission } from '../../src/schemes/paypal-transmission.ts';
import { snsMessage } from '../../src/schemes/sns-message.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { SecretError } from '../../src/webhook/scheme.ts';
import { aDelivery, withHeaders } from './a-delivery.ts';

const tls = (file: string) => readFileSync(new URL(`../vectors/tls/${file}`, import.meta.url), 'utf8');
const roots = [tls('authority.pem')];
const [paypal, intermediate, authority] = [tls('paypal.pem'), tls('intermediate.pem'), tls('authority.pem')];
const keyOf = (file: string) => createPrivateKey(tls(file));
// The certificates are from November 2026.
const receivedAt = Date.parse('2030-01-02T03:04:05.678Z');
const refused = (reason: string) => ({ valid: false, reason });

describe('the key of a certificate', () => {
	const names = ['messageverificationcerts.paypal.com'];
	const rule = { names, receivedAt, roots };

	it.each<readonly [string, string]>([
		['alone, from a host that is known', paypal],
		['with who issued it, up to a root', paypal + intermediate],
		['with the root, too, in whatever order they are', paypal + authority + intermediate],
		['with lines as Windows ends them', paypal.replaceAll('\n', '\r\n')],
	])('is believed %s', (_, pem) => {
		expect(certifiedKey(pem, rule)?.equals(new X509Certificate(paypal).publicKey)).toBe(true);
	});

	it.each<readonly [string, string, Partial<typeof rule>]>([
		['of another name', tls('other.pem'), {}],
		['with an issuer that leads to no root', paypal + intermediate, { roots: [] }],
		['with somebody else in the place of its issuer', paypal + authority, {}],
		['issued by one that may not', tls('misissued.pem') + paypal + intermediate, {}],
		['issued by itself, beside a good one', tls('self-signed.pem') + paypal + intermediate, {}],
		['that is not valid yet', paypal, { receivedAt: Date.parse('2020-01-01') }],
		['that is over', paypal, { receivedAt: Date.parse('2200-01-01') }],
		['in a file of many', paypal + intermediate.repeat(6), {}],
		['in a file that holds none', 'sorry', {}],
		['in a file that holds half of one', paypal.slice(0, 400), {}],
		['that is broken', paypal.replace(/[A-Za-z0-9]{40}/, 'A'.repeat(40)), {}],
	])('is not believed %s', (_, pem, change) => {
		expect(certifiedKey(pem, { ...rule, ...change })).toBeUndefined();
	});
});

describe('a transmission of PayPal', () => {
	const scheme = paypalTransmission({ roots });
	const webhook = '1AB23456CD789012E';
	const delivery = aDelivery({ receivedAt });
	const time = '2030-01-02T03:04:05Z';
	const made = (text: string) => sign('sha256', Buffer.from(text), keyOf('paypal.key')).toString('base64');
	const headers = {
		'paypal-transmission-id': 't-1',
		'paypal-transmission-time': time,
		'paypal-transmission-sig': made(`t-1|${time}|${webhook}|${crc32(delivery.rawBody)}`),
		'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-1d93a270',
	};
	const sent = withHeaders(delivery, headers);
	const published = paypal + intermediate;

	it('is believed by the certificate at its URL', async () => {
		expect(scheme.keysAt?.(sent, [webhook])).toEqual({ url: headers['paypal-cert-url'] });
		expect(await scheme.verify(sent, ['AAAAAAAAAAAAAAAAA', webhook], published)).toEqual({ valid: true, secret: 1 });
		expect(await scheme.verify(sent, ['AAAAAAAAAAAAAAAAA'], published)).toEqual(refused('signature-mismatch'));
		expect(await scheme.verify(sent, [webhook])).toEqual(refused('signature-mismatch'));
		expect(await scheme.verify(sent, [webhook], tls('other.pem'))).toEqual(refused('signature-mismatch'));
		expect(await scheme.verify(sent, [webhook], tls('sns.pem'))).toEqual(refused('signature-mismatch'));
	});

	it('leads to no root of Node, if the certificate says who issued it and that is nobody', async () => {
		expect(await paypalTransmission().verify(sent, [webhook], published)).toEqual(refused('signature-mismatch'));
	});

	it.each<readonly [string, Readonly<Record<string, string | undefined>>, string]>([
		['no signature', { 'paypal-transmission-sig': undefined }, 'signature-missing'],
		['no id', { 'paypal-transmission-id': undefined }, 'signature-missing'],
		['no time', { 'paypal-transmission-time': undefined }, 'timestamp-malformed'],
		['a time five days ago', { 'paypal-transmission-time': '2029-12-28T03:04:05Z' }, 'timestamp-stale'],
		['a time in five days', { 'paypal-transmission-time': '2030-01-07T03:04:05Z' }, 'timestamp-future'],
		['another id', { 'paypal-transmission-id': 't-2' }, 'signature-mismatch'],
		['an id with a stroke', { 'paypal-transmission-id': 't|1' }, 'signature-malformed'],
		['a signature in the URL alphabet', { 'paypal-transmission-sig': '-_' }, 'signature-malformed'],
	])('is refused with %s', async (_, change, reason) => {
		expect(await scheme.verify(withHeaders(sent, change), [webhook], published)).toEqual(refused(reason));
	});

	it('is refused with another body', async () => {
		expect(await scheme.verify({ ...sent, rawBody: Buffer.from('{}') }, [webhook], published)).toEqual(refused('signature-mismatch'));
	});

	it('proves no more of the body than its checksum, which whoever has seen one can give to another: neither id nor type is proved', async () => {
		const forged = withChecksum('{"id":"WH-1","event_type":"PAYMENT.SALE.COMPLETED"}', crc32(delivery.rawBody));
		const verdict = await scheme.verify({ ...sent, rawBody: forged }, [webhook], published);
		const [event] = paypalProvider.identify(JSON.parse(forged.toString()), { ...sent, rawBody: forged });

		expect([verdict.valid, event?.id, scheme.covers.body, event?.unsigned]).toEqual([true, 'WH-1', 'part', ['id', 'type']]);
	});

	it.each(['', 'short', 'with-a-dash-in-it', `${webhook} `, `${webhook} nokey`])('does not take the secret %j', async (secret) => {
		await expect(scheme.verify(sent, [secret], published)).rejects.toThrow(SecretError);
	});
});

describe('a message of SNS', () => {
	const scheme = snsMessage({ roots });
	const topic = 'arn:aws:sns:eu-central-1:123456789012:orders';
	const url = `https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-${'a'.repeat(32)}.pem`;
	const notification = {
		Type: 'Notification',
		MessageId: 'm-1',
		TopicArn: topic,
		Subject: 'S',
		Message: 'two\nlines',
		Timestamp: '2030-01-02T03:04:05.000Z',
		SigningCertURL: url,
		SignatureVersion: '1',
	};
	const text = `Message\ntwo\nlines\nMessageId\nm-1\nSubject\nS\nTimestamp\n2030-01-02T03:04:05.000Z\nTopicArn\n${topic}\nType\nNotification\n`;
	const made = (what: string, digest = 'sha1') => sign(digest, Buffer.from(what), keyOf('sns.key')).toString('base64');
	const sent = (message: object): Delivery => aDelivery({ receivedAt, rawBody: Buffer.from(JSON.stringify(message)) });
	const good = { ...notification, Signature: made(text) };
	const published = tls('sns.pem');
	const verdictOf = async (message: object) => await scheme.verify(sent(message), [topic], published);
	const valid = { valid: true, secret: 0 };

	it('is believed in either version, with or without a subject, and by the certificate at its URL', async () => {
		const { Subject: _, ...plain } = notification;
		const without = text.replace('Subject\nS\n', '');

		expect(scheme.keysAt?.(sent(good), [topic])).toEqual({ url });
		expect(await verdictOf(good)).toEqual(valid);
		expect(await verdictOf({ ...good, SignatureVersion: '2', Signature: made(text, 'sha256') })).toEqual(valid);
		expect(await verdictOf({ ...plain, Signature: made(without) })).toEqual(valid);
		expect(await verdictOf({ ...plain, Subject: null, Signature: made(without) })).toEqual(valid);
	});

	it.each(['SubscriptionConfirmation', 'UnsubscribeConfirmation'])('is believed as a %s, whose link and token are signed', async (Type) => {
		const { Subject: _, ...others } = notification;
		const message = { ...others, Type, Token: 't', SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?x' };
		const lines = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const;
		const Signature = made(lines.map((name) => `${name}\n${message[name]}\n`).join(''));

		expect(await verdictOf({ ...message, Signature })).toEqual(valid);
		expect(await verdictOf({ ...message, Signature, SubscribeURL: 'https://evil.example/' })).toEqual(refused('signature-mismatch'));
		expect(await verdictOf({ ...message, Signature, Token: 'u' })).toEqual(refused('signature-mismatch'));
	});

	it.each<readonly [string, object, string]>([
		['no signature', notification, 'signature-missing'],
		['a signature that is no base64', { ...good, Signature: '?' }, 'signature-malformed'],
		['another version', { ...good, SignatureVersion: '3' }, 'signature-malformed'],
		['the other version', { ...good, SignatureVersion: '2' }, 'signature-mismatch'],
		['another message', { ...good, Message: 'x' }, 'signature-mismatch'],
		['another topic', { ...good, TopicArn: `${topic}2`, Signature: made(text.replace(topic, `${topic}2`)) }, 'signature-mismatch'],
		['another type', { ...good, Type: 'Other', Signature: made(text.replace('Notification', 'Other')) }, 'signature-malformed'],
		['a type that every object has', { ...good, Type: 'constructor' }, 'signature-malformed'],
		['no id', { ...good, MessageId: undefined }, 'signature-malformed'],
		['an id that is a number', { ...good, MessageId: 1 }, 'signature-malformed'],
		['lines of the message in the id', { ...good, Message: 'two', MessageId: 'lines\nMessageId\nm-1' }, 'signature-malformed'],
		['a message an old topic signed', { ...good, Timestamp: '2030-01-02T01:00:05.000Z' }, 'timestamp-stale'],
		['a time to come', { ...good, Timestamp: '2030-01-02T05:30:05.000Z' }, 'timestamp-future'],
		['a time that is none', { ...good, Timestamp: 'now' }, 'timestamp-malformed'],
	])('is refused with %s', async (_, message, reason) => {
		expect(await verdictOf(message)).toEqual(refused(reason));
	});

	it('is refused where the body is no JSON', async () => {
		for (const body of ['', 'text', '[]', 'null', '{"Type":'])
			expect(await scheme.verify(aDelivery({ rawBody: Buffer.from(body) }), [topic])).toEqual(refused('signature-missing'));
	});

	it('is refused by a certificate of another name, or of another partition', async () => {
		const china = 'arn:aws-cn:sns:cn-north-1:123456789012:orders';
		const message = { ...good, TopicArn: china, Signature: made(text.replace(topic, china)) };

		expect(await scheme.verify(sent(good), [topic], paypal)).toEqual(refused('signature-mismatch'));
		expect(await scheme.verify(sent(message), [china], published)).toEqual(refused('signature-mismatch'));
	});

	it.each([
		'orders',
		'arn:aws:sns:eu-central-1:1:orders',
		'arn:aws:sqs:eu-central-1:123456789012:orders',
		'arn:aws:sns:eu.evil.example/-1:123456789012:x',
	])('does not take the secret %j', async (secret) => {
		await expect(scheme.verify(sent(good), [secret], published)).rejects.toThrow(SecretError);
	});
});

/** The JSON with white space at its end, tabs where it changes the checksum as wanted. A checksum is linear, so that takes no search. */
function withChecksum(json: string, wanted: number): Buffer {
	const spaces = Buffer.alloc(64, ' ');
	const made = (chosen: readonly number[]) => {
		const bytes = Buffer.from(spaces);
		for (const at of chosen) bytes[at] = 9;
		return Buffer.concat([Buffer.from(json), bytes]);
	};
	const base = crc32(made([]));
	const rows = Array.from(spaces, (_, at) => ({ effect: (crc32(made([at])) ^ base) >>> 0, chosen: [at] }));
	let missing = (base ^ wanted) >>> 0;
	let chosen: readonly number[] = [];
	for (let bit = 0; bit < 32; bit++) {
		const mask = (1 << bit) >>> 0;
		const pivot = rows.splice(
			rows.findIndex(({ effect }) => effect & mask),
			1,
		)[0];
		if (pivot === undefined) throw new Error('not enough room for the checksum');
		for (const row of rows) if (row.effect & mask) Object.assign(row, joinedRows(row, pivot));
		if (missing & mask) [missing, chosen] = [(missing ^ pivot.effect) >>> 0, difference(chosen, pivot.chosen)];
	}
	return made(chosen);
}

type Row = { readonly effect: number; readonly chosen: readonly number[] };

function joinedRows(one: Row, other: Row): Row {
	return { effect: (one.effect ^ other.effect) >>> 0, chosen: difference(one.chosen, other.chosen) };
}

/** What just one of them has. */
function difference(one: readonly number[], other: readonly number[]): readonly number[] {
	return [...one.filter((at) => !other.includes(at)), ...other.filter((at) => !one.includes(at))];
}
