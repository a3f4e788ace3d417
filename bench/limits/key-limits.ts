import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ed25519PublicKey } from '../../src/schemes/ed25519-keys.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { jsonOf, type Limit } from './limit.ts';

type Signed = { readonly signature: Buffer; readonly content: Buffer };
type Form = {
	readonly digest: 'sha1' | 'sha256' | 'sha512' | null;
	readonly read: (delivery: Delivery, secret: string) => Signed;
	readonly key?: (secret: string) => KeyObject;
	/** What is looked at beside the signature. */
	readonly also?: (delivery: Delivery, secret: string) => boolean;
};

const der = (text: string) => createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
/** The key after the words that a secret states. */
const last = (secret: string) => der(secret.slice(secret.lastIndexOf(' ') + 1));
const base64 = (text: string | undefined) => Buffer.from(text ?? '', 'base64');
const base64url = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');
const after = (text: string, body: Buffer) => Buffer.concat([Buffer.from(text), body]);

/** The protected header, and the signature after the two dots. */
const jws = (value = '') => [value.slice(0, value.indexOf('..')), value.slice(value.indexOf('..') + 2)] as const;

const forms: Readonly<Record<string, Form>> = {
	'aws-sns': {
		digest: 'sha256',
		key: last,
		read: (delivery) => {
			const { Message, MessageId, Subject, Timestamp, TopicArn, Type, Signature } = jsonOf(delivery);
			const text = `Message\n${Message}\nMessageId\n${MessageId}\nSubject\n${Subject}\nTimestamp\n${Timestamp}\nTopicArn\n${TopicArn}\nType\n${Type}\n`;
			return { content: Buffer.from(text), signature: base64(Signature) };
		},
	},
	circle: { digest: 'sha256', read: ({ headers, rawBody }) => ({ content: rawBody, signature: base64(headers['x-circle-signature']) }) },
	discord: {
		digest: null,
		key: (secret) => ed25519PublicKey(Buffer.from(secret, 'hex')),
		read: ({ headers, rawBody }) => ({
			content: after(headers['x-signature-timestamp'] ?? '', rawBody),
			signature: Buffer.from(headers['x-signature-ed25519'] ?? '', 'hex'),
		}),
	},
	ebay: {
		digest: 'sha1',
		read: ({ headers, rawBody }) => {
			const { signature } = JSON.parse(base64(headers['x-ebay-signature']).toString());
			return { content: rawBody, signature: base64(signature) };
		},
	},
	fireblocks: {
		digest: 'sha512',
		key: last,
		read: ({ headers, rawBody }) => {
			const [head, signature] = jws(headers['fireblocks-webhook-signature']);
			return { content: Buffer.from(`${head}.${rawBody.toString('base64url')}`), signature: base64url(signature) };
		},
		also: (delivery, secret) => jsonOf(delivery).workspaceId === secret.split(' ', 2)[1],
	},
	neon: {
		digest: null,
		key: last,
		read: ({ headers, rawBody }) => {
			const [head, signature] = jws(headers['x-neon-signature']);
			const payload = Buffer.from(`${headers['x-neon-timestamp']}.${rawBody.toString('base64url')}`).toString('base64url');
			return { content: Buffer.from(`${head}.${payload}`), signature: base64url(signature) };
		},
	},
	paypal: {
		digest: 'sha256',
		key: last,
		read: ({ headers, rawBody }, secret) => {
			const webhook = secret.slice(0, secret.indexOf(' '));
			const text = `${headers['paypal-transmission-id']}|${headers['paypal-transmission-time']}|${webhook}|${crc32(rawBody)}`;
			return { content: Buffer.from(text), signature: base64(headers['paypal-transmission-sig']) };
		},
	},
	sendgrid: {
		digest: 'sha256',
		read: ({ headers, rawBody }) => ({
			content: after(headers['x-twilio-email-event-webhook-timestamp'] ?? '', rawBody),
			signature: base64(headers['x-twilio-email-event-webhook-signature']),
		}),
	},
	telnyx: {
		digest: null,
		key: (secret) => ed25519PublicKey(base64(secret)),
		read: ({ headers, rawBody }) => ({
			content: after(`${headers['telnyx-timestamp']}|`, rawBody),
			signature: base64(headers['telnyx-signature-ed25519']),
		}),
	},
	wise: { digest: 'sha256', read: ({ headers, rawBody }) => ({ content: rawBody, signature: base64(headers['x-signature-sha256']) }) },
};

export function keyLimit(id: string): Limit | undefined {
	const form = forms[id];
	if (form === undefined) return undefined;
	const { digest, read, key = der, also = () => true } = form;
	return (secret) => {
		const ready = key(secret);
		return (delivery) => {
			const { content, signature } = read(delivery, secret);
			return verify(digest, content, ready, signature) && also(delivery, secret);
		};
	};
}
