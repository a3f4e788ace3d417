import { crc32 } from 'node:zlib';
import type { Delivery } from '../webhook/delivery.ts';
import type { Disbelief, Scheme } from '../webhook/scheme.ts';
import { certifiedSignature, type Signed } from './certified-signature.ts';
import { clocks } from './clock.ts';
import { decode } from './decode.ts';

const header = {
	id: 'paypal-transmission-id',
	time: 'paypal-transmission-time',
	signature: 'paypal-transmission-sig',
	certificate: 'paypal-cert-url',
};

const certificateUrl = /^https:\/\/api\.(?:sandbox\.)?paypal\.com\/v1\/notifications\/certs\/[A-Za-z0-9_-]{1,100}$/;

/** With a stroke in it, an id could be another id and a time. */
const transmissionId = /^[\w-]{1,100}$/;

/**
 * PayPal's: RSA with SHA-256 over `<transmission id>|<time>|<webhook id>|<CRC-32 of the body>`. The webhook id is ours, and is not sent.
 * https://developer.paypal.com/api/rest/webhooks/rest/
 * The file of the certificate holds no issuer (PayPal's SDKs bring it along), so what there is to check is its subject, its dates, and the connection to PayPal's host.
 * @param roots whom a certificate with issuers in its file has to lead to: those of Node unless told
 */
export function paypalTransmission({ roots }: { readonly roots?: readonly string[] } = {}): Scheme {
	return certifiedSignature({
		name: 'paypal-transmission',
		credentials: [header.signature],
		// A checksum is no digest: anybody can make another body that has it.
		covers: { body: 'part', headers: [header.id, header.time] },
		// A retry may have the time of the first transmission, and retries last three days: a day more.
		tolerance: 4 * 24 * 60 * 60,
		secret: { title: '<webhook id>', words: [/^[A-Za-z0-9]{8,40}$/], example: ['1AB23456CD789012E'] },
		read: readTransmission,
		write: (delivery, [webhook = ''], signed) => {
			const id = delivery.headers[header.id] ?? delivery.requestId;
			if (!transmissionId.test(id)) throw new TypeError(`${header.id}: the id is none`);
			const time = clocks.rfc3339.print(delivery.receivedAt);
			const signature = signed(textOf({ id, time, webhook, delivery }));
			const headers = { [header.id]: id, [header.time]: time, [header.signature]: signature, 'paypal-auth-algo': 'SHA256withRSA' };
			return { ...delivery, headers: { ...delivery.headers, ...headers } };
		},
		certificate: {
			at: ({ headers }) => {
				const url = headers[header.certificate] ?? '';
				return certificateUrl.test(url) ? url : undefined;
			},
			// As PayPal's own SDKs ask for: https://github.com/paypal/PayPal-Python-SDK (paypalrestsdk/notifications.py)
			names: () => ['messageverificationcerts.paypal.com', 'messageverificationcerts.sandbox.paypal.com'],
			...(roots && { roots }),
		},
	});
}

function readTransmission(delivery: Delivery, [webhook = '']: readonly string[]): Signed | Disbelief {
	const { [header.id]: id = '', [header.time]: time = '', [header.signature]: value = '' } = delivery.headers;
	if (value === '' || id === '') return 'signature-missing';
	const signature = decode(value, 'base64');
	if (!signature || !transmissionId.test(id)) return 'signature-malformed';
	return { text: textOf({ id, time, webhook, delivery }), signature, digest: 'sha256', time };
}

type Parts = { readonly id: string; readonly time: string; readonly webhook: string; readonly delivery: Delivery };

function textOf({ id, time, webhook, delivery: { rawBody } }: Parts): string {
	return `${id}|${time}|${webhook}|${crc32(rawBody)}`;
}
