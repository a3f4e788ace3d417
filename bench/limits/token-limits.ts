import { createHmac, createPublicKey, createSecretKey, hash, type KeyObject, verify } from 'node:crypto';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { digest, jsonOf, type Limit, same } from './limit.ts';

const whole =
	(header: string, start = 0) =>
	({ headers }: Delivery) =>
		(headers[header] ?? '').slice(start);
const queried = ({ query }: Delivery) => new URLSearchParams(query).get('secret') ?? '';
const basic = ({ headers }: Delivery) => Buffer.from((headers.authorization ?? '').slice(6), 'base64').toString();

/** Where a token is that is sent as it is; it is compared by its digest. */
const places: Readonly<Record<string, (delivery: Delivery) => string>> = {
	assemblyai: whole('x-webhook-secret'),
	auth0: whole('authorization'),
	'azure-event-grid': queried,
	chargebee: basic,
	cloudevents: whole('authorization', 7),
	deepgram: basic,
	figma: (delivery) => jsonOf(delivery).passcode,
	gitlab: whole('x-gitlab-token'),
	mailchimp: queried,
	okta: whole('authorization'),
	pipedrive: basic,
	postmark: basic,
	'ring-central': whole('verification-token'),
	telegram: whole('x-telegram-bot-api-secret-token'),
	vapi: whole('authorization', 7),
};

export function tokenLimit(id: string): Limit | undefined {
	const place = places[id];
	if (id === 'microsoft-graph') return graph;
	return (
		place &&
		((secret) => {
			const expected = digest(secret);
			return (delivery) => same(digest(place(delivery)), expected);
		})
	);
}

const graph: Limit = (secret) => {
	const expected = digest(secret);
	return (delivery) => jsonOf(delivery).value.every(({ clientState }: { clientState: string }) => same(digest(clientState), expected));
};

type Claims = Readonly<Record<string, unknown>>;
type Form = {
	readonly header?: string;
	readonly start?: number;
	/** HMAC-SHA256 unless told. */
	readonly key?: (secret: string) => KeyObject | { readonly key: KeyObject; readonly dsaEncoding: 'ieee-p1363' };
	readonly claims: (claims: Claims, delivery: Delivery, secret: string) => boolean;
};

const der = (secret: string) =>
	createPublicKey({ key: Buffer.from(secret.slice(secret.lastIndexOf(' ') + 1), 'base64'), format: 'der', type: 'spki' });
const p256 = (secret: string) => ({ key: der(secret), dsaEncoding: 'ieee-p1363' as const });
const ofBody = (encoding: 'hex' | 'base64', { rawBody }: Delivery) => hash('sha256', rawBody, encoding);

const forms: Readonly<Record<string, Form>> = {
	fusionauth: {
		header: 'x-fusionauth-signature-jwt',
		key: der,
		claims: ({ request_body_sha256 }, delivery) => request_body_sha256 === ofBody('base64', delivery),
	},
	'google-pubsub-push': {
		header: 'authorization',
		start: 7,
		key: der,
		claims: ({ aud, email, iss, email_verified }, _, secret) =>
			secret.startsWith(`${aud} ${email} `) && iss === 'https://accounts.google.com' && email_verified === true,
	},
	livekit: {
		header: 'authorization',
		claims: ({ sha256, iss }, delivery, secret) => sha256 === ofBody('base64', delivery) && secret.startsWith(`${iss}:`),
	},
	messagebird: {
		header: 'messagebird-signature-jwt',
		claims: ({ iss, payload_hash, url_hash }, delivery) =>
			iss === 'MessageBird' && payload_hash === ofBody('hex', delivery) && url_hash === hash('sha256', delivery.url),
	},
	monday: { header: 'authorization', claims: ({ aud }, { url }) => aud === url },
	netlify: {
		header: 'x-webhook-signature',
		claims: ({ iss, sha256 }, delivery) => iss === 'netlify' && sha256 === ofBody('hex', delivery),
	},
	plaid: {
		header: 'plaid-verification',
		key: p256,
		claims: ({ request_body_sha256 }, delivery) => request_body_sha256 === ofBody('hex', delivery),
	},
	wix: { key: der, claims: ({ data }) => typeof data === 'string' },
};

export function jwtLimit(id: string): Limit | undefined {
	const form = forms[id];
	if (form === undefined) return undefined;
	const { header, start = 0, key, claims } = form;
	const tokenOf = ({ headers, rawBody }: Delivery) =>
		header === undefined ? rawBody.toString('latin1') : (headers[header] ?? '').slice(start);
	return (secret) => {
		const shared = createSecretKey(Buffer.from(id === 'livekit' ? secret.slice(secret.indexOf(':') + 1) : secret));
		const ready = key?.(secret);
		return (delivery) => {
			const token = tokenOf(delivery);
			const end = token.lastIndexOf('.');
			const signature = Buffer.from(token.slice(end + 1), 'base64url');
			const content = token.slice(0, end);
			const isSigned =
				ready === undefined
					? same(createHmac('sha256', shared).update(content).digest(), signature)
					: verify('sha256', Buffer.from(content), ready, signature);
			return (
				isSigned && claims(JSON.parse(Buffer.from(token.slice(token.indexOf('.') + 1, end), 'base64url').toString()), delivery, secret)
			);
		};
	};
}
