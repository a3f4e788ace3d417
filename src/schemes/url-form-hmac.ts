import { createHash, type KeyObject } from 'node:crypto';
import { type Delivery, mediaType } from '../webhook/delivery.ts';
import type { DirectScheme } from '../webhook/scheme.ts';
import { decode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { digestLength, generateKey, hmac, hmacKeyReader, sameBytes } from './hmac.ts';
import { readForm } from './read-form.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';

const digestParameter = 'bodySHA256';

/**
 * Twilio's: the HMAC-SHA1 (base64) of the URL and the sorted form fields. A body that is no form is bound by its SHA-256 in the URL's `bodySHA256`.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function urlFormHmac({ header }: { readonly header: string }): DirectScheme {
	const key = hmacKeyReader();
	return {
		name: 'url-form-hmac',
		credentials: [header],
		// The fields of a form, in whatever order; any other body by its digest in the URL.
		covers: { body: 'part', url: true },
		sign: (delivery, signing) => {
			const bound = isForm(delivery) ? delivery : withBodyDigest(delivery);
			const signature = hmacOf(key(signing), bound.url, signedFields(bound) ?? '').toString('base64');
			return { ...bound, headers: { ...bound.headers, [header]: signature } };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, key);
			const value = delivery.headers[header];
			if (!value) return refused('signature-missing');
			const signature = decode(value, 'base64', digestLength.sha1);
			if (!signature) return refused('signature-malformed');
			const fields = signedFields(delivery);
			if (fields === undefined) return refused('signature-mismatch');
			return firstMatch(keys, (each) => portVariants(delivery.url).some((url) => sameBytes(signature, hmacOf(each, url, fields))));
		},
		generate: () => generateKey(),
	};
}

function hmacOf(key: KeyObject, url: string, fields: string): Buffer {
	return hmac('sha1', key, url + fields);
}

/** What is signed after the URL; `undefined` when the signature can't cover the body. */
function signedFields(delivery: Delivery): string | undefined {
	const digests = new URLSearchParams(queryOf(delivery.url)).getAll(digestParameter);
	const [digest] = digests;
	// Where the URL binds the body it does so whatever the content type says, which nobody signs.
	if (digest !== undefined) return digests.length === 1 && digest === bodyDigest(delivery.rawBody) ? '' : undefined;
	return isForm(delivery) ? joinFields(delivery.rawBody) : undefined;
}

/** Names sorted, and the distinct values of a name sorted, as twilio-node does. */
function joinFields(body: Buffer): string | undefined {
	const fields = readForm(body);
	if (!fields) return undefined;
	let text = '';
	for (const name of [...fields.keys()].sort()) {
		const values = fields.get(name) ?? [];
		for (const value of values.length === 1 ? values : [...new Set(values)].sort()) text += name + value;
	}
	return text;
}

/** Twilio signs the URL with its port or without, depending on the product; twilio-node tries both. */
function portVariants(url: string): readonly string[] {
	const [start = '', scheme = '', host = '', port] = /^(https?:\/\/)([^/?#]*?)(:[0-9]+)?(?=[/?#]|$)/i.exec(url) ?? [];
	const rest = url.slice(start.length);
	const standardPort = scheme.toLowerCase() === 'https://' ? ':443' : ':80';
	return [scheme + host + rest, scheme + host + (port ?? standardPort) + rest];
}

function withBodyDigest(delivery: Delivery): Delivery {
	const digest = `${digestParameter}=${bodyDigest(delivery.rawBody)}`;
	const kept = delivery.query.split('&').filter((item) => item !== '' && !item.startsWith(`${digestParameter}=`));
	const query = [...kept, digest].join('&');
	const [base = ''] = delivery.url.split('?', 1);
	return { ...delivery, query, url: `${base}?${query}` };
}

function queryOf(url: string): string {
	const start = url.indexOf('?');
	return start === -1 ? '' : url.slice(start + 1);
}

function bodyDigest(body: Buffer): string {
	return createHash('sha256').update(body).digest('hex');
}

function isForm(delivery: Delivery): boolean {
	return mediaType(delivery.headers) === 'application/x-www-form-urlencoded';
}
