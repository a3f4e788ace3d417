import { createHash } from 'node:crypto';
import { hmacBy, jsonOf, type Limit, same } from './limit.ts';

const base64 = (text: unknown) => Buffer.from(String(text), 'base64');
const hex = (text: unknown) => Buffer.from(String(text), 'hex');

type Item = { readonly NotificationRequestItem: Record<string, unknown> & { readonly amount: Record<string, unknown> } };

const adyen: Limit = (secret) => {
	const hmac = hmacBy('sha256', hex(secret));
	return (delivery) =>
		jsonOf(delivery).notificationItems.every(({ NotificationRequestItem: item }: Item) => {
			const { pspReference, originalReference = '', merchantAccountCode, merchantReference, amount, eventCode, success } = item;
			const fields = [pspReference, originalReference, merchantAccountCode, merchantReference, amount.value, amount.currency];
			const { hmacSignature } = item.additionalData as { hmacSignature: string };
			return same(base64(hmacSignature), hmac([...fields, eventCode, success].join(':')));
		});
};

const braintree: Limit = (secret) => {
	const [name, key = ''] = secret.split(':');
	const hmac = hmacBy('sha1', createHash('sha1').update(key).digest());
	return ({ rawBody }) => {
		const form = new URLSearchParams(rawBody.toString());
		const [owner, signature] = (form.get('bt_signature') ?? '').split('|');
		return owner === name && same(hex(signature), hmac(form.get('bt_payload') ?? ''));
	};
};

const cloudinary: Limit =
	(secret) =>
	({ headers, rawBody }) =>
		same(
			hex(headers['x-cld-signature']),
			createHash('sha1')
				.update(rawBody)
				.update(headers['x-cld-timestamp'] ?? '')
				.update(secret)
				.digest(),
		);

const coinbaseCdp: Limit = (secret) => {
	const hmac = hmacBy('sha256', Buffer.from(secret));
	return ({ headers, rawBody }) => {
		const [time = '', names = '', signature = ''] = (headers['x-hook0-signature'] ?? '').split(',');
		const list = names.slice(2);
		const values = list.split(' ').map((name) => headers[name]);
		return same(hex(signature.slice(3)), hmac(`${time.slice(2)}.${list}.${values.join('.')}.`, rawBody));
	};
};

const contentful: Limit = (secret) => {
	const hmac = hmacBy('sha256', Buffer.from(secret));
	return ({ method, path, headers, rawBody }) => {
		const names = (headers['x-contentful-signed-headers'] ?? '').split(',');
		const lines = names.map((name) => `${name}:${headers[name]}`).join(';');
		return same(hex(headers['x-contentful-signature']), hmac(`${method}\n${path}\n${lines}\n`, rawBody));
	};
};

const hygraph: Limit = (secret) => {
	const hmac = hmacBy('sha256', Buffer.from(secret));
	return ({ headers, rawBody }) => {
		const [signature = '', env = '', time = ''] = (headers['gcms-signature'] ?? '').split(', ');
		const text = `{"Body":${JSON.stringify(rawBody.toString())},"EnvironmentName":"${env.slice(4)}","TimeStamp":${time.slice(2)}}`;
		return same(base64(signature.slice(5)), hmac(text));
	};
};

const mailgun: Limit = (secret) => {
	const hmac = hmacBy('sha256', Buffer.from(secret));
	return (delivery) => {
		const { timestamp, token, signature } = jsonOf(delivery).signature;
		return same(hex(signature), hmac(timestamp + token));
	};
};

const paymob: Limit = (secret) => {
	const hmac = hmacBy('sha512', Buffer.from(secret));
	return (delivery) => {
		const { obj } = jsonOf(delivery);
		const text = [
			[obj.amount_cents, obj.created_at, obj.currency, obj.error_occured, obj.has_parent_transaction, obj.id, obj.integration_id],
			[obj.is_3d_secure, obj.is_auth, obj.is_capture, obj.is_refunded, obj.is_standalone_payment, obj.is_voided, obj.order.id],
			[obj.owner, obj.pending, obj.source_data.pan, obj.source_data.sub_type, obj.source_data.type, obj.success],
		];
		return same(hex(new URLSearchParams(delivery.query).get('hmac')), hmac(text.flat().join('')));
	};
};

const smile: Limit = (secret) => {
	const [partner, key = ''] = secret.split(':');
	const hmac = hmacBy('sha256', Buffer.from(key));
	return (delivery) => {
		const { timestamp, signature } = jsonOf(delivery);
		return same(base64(signature), hmac(`${timestamp}${partner}sid_request`));
	};
};

const treezor: Limit = (secret) => {
	const hmac = hmacBy('sha256', Buffer.from(secret));
	return (delivery) => {
		const { object_payload, object_payload_signature } = jsonOf(delivery);
		const text = JSON.stringify(object_payload)
			.replaceAll('/', '\\/')
			.replace(/[^\x20-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
		return same(base64(object_payload_signature), hmac(text));
	};
};

const urlForm =
	(header: string): Limit =>
	(secret) => {
		const hmac = hmacBy('sha1', Buffer.from(secret));
		return ({ url, headers, rawBody }) => {
			const form = new URLSearchParams(rawBody.toString());
			form.sort();
			let text = url;
			for (const [name, value] of form) text += name + value;
			return same(base64(headers[header]), hmac(text));
		};
	};

/** HMACs and digests of something else than body and time. */
export const contentLimits: Readonly<Record<string, Limit>> = {
	adyen,
	braintree,
	cloudinary,
	'coinbase-cdp': coinbaseCdp,
	contentful,
	hygraph,
	mailgun,
	mandrill: urlForm('x-mandrill-signature'),
	paymob,
	smile,
	treezor,
	twilio: urlForm('x-twilio-signature'),
};
