import { createHmac, createSecretKey } from 'node:crypto';
import type { Delivery, Headers } from '../../src/webhook/delivery.ts';
import { type Algorithm, type Limit, same } from './limit.ts';

type Text = (time: string, delivery: Delivery) => string;

type Form = {
	/** The header with the time. */
	readonly time?: string;
	/** What stands before the time and before the signature in a header that holds both, one after the other. */
	readonly list?: readonly [time: string, signature: string];
	/** What is signed before the body, and behind it. */
	readonly before?: Text;
	readonly after?: Text;
	readonly key?: 'utf8' | 'hex' | 'base64';
	readonly body?: (body: Buffer) => string;
	readonly header?: string;
	/** How the signature is decoded, where it is not to be seen. */
	readonly decode?: (text: string) => Buffer;
};

const dot: Text = (time) => `${time}.`;
const colon: Text = (time) => `${time}:`;
const bare: Text = (time) => time;
const stripes: Form = { list: ['t=', ',v1='], before: dot };

/** What differs from an HMAC of the body alone, in a header that ends with it. */
const forms: Readonly<Record<string, Form>> = {
	adyen: { key: 'hex' },
	airtable: { key: 'base64' },
	airwallex: { time: 'x-timestamp', before: bare },
	box: { time: 'box-delivery-timestamp', after: bare },
	buildkite: { list: ['timestamp=', ',signature='], before: dot },
	calendly: stripes,
	checkbook: { list: ['nonce=', ',signature='], after: bare },
	'customer-io': { time: 'x-cio-timestamp', before: (time) => `v0:${time}:` },
	elevenlabs: { list: ['t=', ',v0='], before: dot },
	front: { time: 'x-front-request-timestamp', before: colon },
	hmac: { time: 'x-timestamp', before: dot },
	hubspot: { time: 'x-hubspot-request-timestamp', before: (_, { method, url }) => method + url, after: bare },
	knock: { list: ['t=', ',s='], before: dot },
	'microsoft-teams-outgoing': { key: 'base64' },
	mux: stripes,
	nmi: { list: ['t=', ',s='], before: dot },
	orb: { time: 'x-orb-timestamp', before: (time) => `v1:${time}:` },
	paddle: { list: ['ts=', ';h1='], before: colon },
	persona: stripes,
	pinwheel: { time: 'x-timestamp', before: (time) => `v2:${time}:` },
	'port-io': { time: 'x-port-timestamp', before: dot },
	recurly: { list: ['', ','], before: dot },
	retell: { list: ['v=', ',d='], after: bare },
	revolut: { time: 'revolut-request-timestamp', before: (time) => `v1.${time}.` },
	sanity: stripes,
	slack: { time: 'x-slack-request-timestamp', before: (time) => `v0:${time}:` },
	solidgate: {
		before: (_, { headers }) => headers.merchant ?? '',
		after: (_, { headers }) => headers.merchant ?? '',
		decode: (text) => Buffer.from(Buffer.from(text, 'base64').toString('latin1'), 'hex'),
	},
	square: { before: (_, { url }) => url },
	stripe: stripes,
	tailscale: stripes,
	tiktok: { list: ['t=', ',s='], before: dot },
	trello: { after: (_, { url }) => url },
	twitch: {
		time: 'twitch-eventsub-message-timestamp',
		before: (time, { headers }) => (headers['twitch-eventsub-message-id'] ?? '') + time,
	},
	webflow: { time: 'x-webflow-timestamp', before: colon },
	workos: { list: ['t=', ', v1='], before: dot },
	zendesk: { time: 'x-zendesk-webhook-signature-timestamp', before: bare },
	zoom: { time: 'x-zm-request-timestamp', before: (time) => `v0:${time}:` },
};

const algorithms: Readonly<Record<number, Algorithm>> = { 20: 'sha1', 32: 'sha256', 64: 'sha512' };

export function hmacLimit(id: string, header: string): Limit {
	const { time, list, before, after, key = 'utf8', decode } = forms[id] ?? {};
	return (secret, { headers }) => {
		const [text = ''] = /(?:[0-9a-f]{40,}|[A-Za-z0-9+/_-]{26,}={0,2})$/.exec(headers[header] ?? '') ?? [];
		const start = (headers[header] ?? '').length - text.length;
		const encoding = /^[0-9a-f]+$/.test(text) ? 'hex' : text.endsWith('=') ? 'base64' : 'base64url';
		const read = decode ?? ((given: string) => Buffer.from(given, encoding));
		const algorithm = algorithms[read(text).length] ?? 'sha256';
		const ready = createSecretKey(Buffer.from(secret, key));
		const cut = (given: Headers): readonly [time: string, signature: string] => {
			const value = given[header] ?? '';
			if (list === undefined) return [time === undefined ? '' : (given[time] ?? ''), value.slice(start)];
			const end = value.indexOf(list[1]);
			return [value.slice(list[0].length, end), value.slice(end + list[1].length)];
		};
		return (delivery) => {
			const [at, signature] = cut(delivery.headers);
			const made = createHmac(algorithm, ready);
			if (before !== undefined) made.update(before(at, delivery));
			made.update(delivery.rawBody);
			if (after !== undefined) made.update(after(at, delivery));
			return same(read(signature), made.digest());
		};
	};
}
