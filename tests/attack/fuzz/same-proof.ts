import { createHash } from 'node:crypto';
import { type Delivery, mediaType } from '../../../src/webhook/delivery.ts';
import type { Provider } from '../../../src/webhook/provider.ts';

type Same = (signed: Delivery, sent: Delivery) => boolean;

const sameBody: Same = (signed, sent) => signed.rawBody.equals(sent.rawBody);
const sameHeaders =
	(...names: readonly string[]): Same =>
	(signed, sent) =>
		names.every((name) => signed.headers[name] === sent.headers[name]);
/** For lists of signatures, in one header or in several: the genuine ones are all still there. */
const holds =
	(...names: readonly string[]): Same =>
	(signed, sent) => {
		const itemsOf = ({ headers }: Delivery) => names.flatMap((name) => headers[name]?.split(/[ ,;]/) ?? []);
		const given = new Set(itemsOf(sent));
		return itemsOf(signed).every((item) => given.has(item));
	};
const all =
	(...rules: readonly Same[]): Same =>
	(signed, sent) =>
		rules.every((rule) => rule(signed, sent));

/** RFC 9110, 11.1: the name of the scheme is in any case. */
const sameCredentials: Same = (signed, sent) => {
	const [one = '', other = ''] = [signed.headers.authorization, sent.headers.authorization];
	return one.slice(6) === other.slice(6) && one.slice(0, 6).toLowerCase() === other.slice(0, 6).toLowerCase();
};

/** Twilio's own rule, in other words than ours: the URL, and the sorted fields run together; or the digest of the body in the URL. */
const sameTwilio: Same = (signed, sent) => {
	if (signed.url !== sent.url) return false;
	const digest = new URL(signed.url).searchParams.get('bodySHA256');
	if (digest !== null) return createHash('sha256').update(sent.rawBody).digest('hex') === digest;
	return mediaType(sent.headers) === 'application/x-www-form-urlencoded' && runTogether(signed.rawBody) === runTogether(sent.rawBody);
};

function runTogether(body: Buffer): string {
	const items = body
		.toString('latin1')
		.split('&')
		.filter((item) => item !== '');
	const fields = items.map((item) => [item.split('=', 1).join(''), item.slice(item.split('=', 1).join('').length + 1)].map(unescapeBytes));
	const distinct = new Map(fields.map((pair) => [pair.join('\0'), pair] as const));
	return [...distinct]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([, pair]) => pair.join(''))
		.join('');
}

/** Each letter is a byte, so that no two texts look alike that are not. */
function unescapeBytes(text: string): string {
	return text.replaceAll('+', ' ').replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** Amazon's own rule: these fields of the JSON, whatever it looks like. */
const sameSnsMessage: Same = (signed, sent) => {
	const names = [
		'Message',
		'MessageId',
		'Subject',
		'SubscribeURL',
		'Timestamp',
		'Token',
		'TopicArn',
		'Type',
		'Signature',
		'SignatureVersion',
	];
	try {
		const [one, other] = [signed, sent].map(({ rawBody }) =>
			JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(rawBody)),
		);
		const isNotification = one.Type === 'Notification';
		return names.every(
			(name) => (isNotification && ['SubscribeURL', 'Token'].includes(name)) || (one[name] ?? null) === (other[name] ?? null),
		);
	} catch {
		return false;
	}
};

/** What a body says under these keys, `*` for each of a list; `undefined` where it is no JSON. */
function said(delivery: Delivery, path: string): readonly unknown[] | undefined {
	const body = jsonOf(delivery.rawBody);
	if (body === undefined) return undefined;
	return path.split('.').reduce<readonly unknown[]>((values, key) => values.flatMap((value) => under(value, key)), [body]);
}

function under(value: unknown, key: string): readonly unknown[] {
	if (key === '*') return Array.isArray(value) ? value : [undefined];
	return [value !== null && typeof value === 'object' ? (Object.getOwnPropertyDescriptor(value, key)?.value ?? undefined) : undefined];
}

function jsonOf(bytes: Buffer): unknown {
	try {
		// As strict about UTF-8 as JSON is.
		return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
	} catch {
		return undefined;
	}
}

/** The same JSON values at each of these paths, whatever is beside them. */
const sameFields =
	(...paths: readonly string[]): Same =>
	(signed, sent) =>
		paths.every((path) => {
			const [one, other] = [said(signed, path), said(sent, path)];
			return other !== undefined && JSON.stringify(one) === JSON.stringify(other);
		});

const adyenItem = 'notificationItems.*.NotificationRequestItem';
const adyenFields = [
	'pspReference',
	'originalReference',
	'merchantAccountCode',
	'merchantReference',
	'amount.value',
	'amount.currency',
	'eventCode',
	'success',
	'additionalData.hmacSignature',
];

/** Payments sign fields of each item, whatever else has the header signs all bytes. */
const sameAdyen: Same = (signed, sent) => {
	const platform = ({ headers }: Delivery) => headers.hmacsignature !== undefined || headers.protocol !== undefined;
	if (platform(signed) !== platform(sent)) return false;
	if (platform(signed)) return sameBody(signed, sent) && sameHeaders('hmacsignature')(signed, sent);
	return sameFields(...adyenFields.map((field) => `${adyenItem}.${field}`))(signed, sent);
};

/** All but the host, which is not signed, and the headers that are not in the list. */
const sameContentful: Same = (signed, sent) => {
	const names = ['x-contentful-signature', ...(signed.headers['x-contentful-signed-headers'] ?? '').split(',')];
	const [one, other] = [signed, sent].map(({ url }) => url.slice(url.indexOf('/', 'https://'.length)));
	return one === other && signed.method === sent.method && sameBody(signed, sent) && sameHeaders(...names)(signed, sent);
};

const paymobFields =
	'amount_cents created_at currency error_occured has_parent_transaction id integration_id is_3d_secure is_auth is_capture is_refunded is_standalone_payment is_voided order.id owner pending source_data.pan source_data.sub_type source_data.type success';

/** The field of the signature as it is, and of the payload all but one line break at its end, which the official libraries add. */
const sameBraintree: Same = (signed, sent) => {
	const [one, other] = [signed, sent].map(({ rawBody }) => new URLSearchParams(rawBody.toString('latin1')));
	return ['bt_signature', 'bt_payload'].every((name) => {
		const [values, others] = [one?.getAll(name) ?? [], other?.getAll(name) ?? []];
		return others.length === 1 && values[0]?.replace(/\n$/, '') === others[0]?.replace(/\n$/, '');
	});
};

/** Providers whose proof is about a part of the body, or about what it means. */
const rules: Readonly<Record<string, Same>> = {
	'aws-sns': sameSnsMessage,
	adyen: sameAdyen,
	braintree: sameBraintree,
	contentful: sameContentful,
	figma: sameFields('passcode'),
	mailgun: sameFields('signature.timestamp', 'signature.token', 'signature.signature'),
	mandrill: all(sameHeaders('x-mandrill-signature'), sameTwilio),
	'microsoft-graph': sameFields('value.*.clientState'),
	paymob: all((signed, sent) => signed.query === sent.query, sameFields(...paymobFields.split(' ').map((field) => `obj.${field}`))),
	// By chance no other body has its checksum.
	paypal: all(sameBody, sameHeaders('paypal-transmission-id', 'paypal-transmission-time', 'paypal-transmission-sig')),
	smile: sameFields('timestamp', 'signature'),
	treezor: sameFields('object_payload', 'object_payload_signature'),
	twilio: all(sameHeaders('x-twilio-signature'), sameTwilio),
};

/** The parameter of the query that holds a token. */
const sameParameter =
	(name: string | undefined): Same =>
	(signed, sent) =>
		name === undefined || valuesOf(signed, name).join('\0') === valuesOf(sent, name).join('\0');

function valuesOf({ query }: Delivery, name: string): readonly string[] {
	return new URLSearchParams(query).getAll(name);
}

/** For the others: whatever the scheme says that it covers, and the signature. In a list of signatures the genuine ones are all still there. */
function sameCovered({ scheme: { name, covers, credentials, queryCredential } }: Provider): Same {
	if (name === 'basic-auth') return sameCredentials;
	return (signed, sent) =>
		(covers.body !== 'all' || sameBody(signed, sent)) &&
		(covers.url !== true || signed.url === sent.url) &&
		(covers.method !== true || signed.method === sent.method) &&
		sameHeaders(...(covers.headers ?? []))(signed, sent) &&
		sameParameter(queryCredential)(signed, sent) &&
		holds(...credentials)(signed, sent);
}

/** Whether a delivery still holds all that its sender proved. */
export function sameProof(provider: Provider, signed: Delivery, sent: Delivery): boolean {
	const { covers } = provider.scheme;
	const rule = rules[provider.id];
	if (rule === undefined && covers.body === 'part') throw new Error(`tests/attack/fuzz/same-proof.ts: say what ${provider.id} proves`);
	return (rule ?? sameCovered(provider))(signed, sent);
}
