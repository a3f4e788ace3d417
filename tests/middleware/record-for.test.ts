import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { recordFor } from '../../src/middleware/record-for.ts';
import type { Passage } from '../../src/middleware/step.ts';
import { stripe } from '../../src/providers/stripe.ts';
import type { Identified } from '../../src/webhook/provider.ts';
import { delivery } from '../local-platform.ts';
import { deliveryOf, described, samplesOf } from '../providers/deliveries.ts';
import { invoicePaid, source, verifiedPassage } from './passage.ts';

const day = 24 * 60 * 60 * 1000;
const sha256 = createHash('sha256').update(invoicePaid).digest('hex');
const bytes = { cameAs: () => sha256, asSent: true, holding: () => ({ body: invoicePaid, sha256 }) };
const readable: Identified = { id: 'evt_1', type: 'invoice.paid', payload: {} };

function record(changes: Partial<Passage> = {}, event: Identified = readable) {
	const one = verifiedPassage(changes);
	if (one.verified === undefined) throw new TypeError('not verified');
	return recordFor({ passage: one, delivery: one.verified, bytes, event, index: 2, runs: {} });
}

it('keeps what was signed: bytes, digest, query, type, and the id under its source', () => {
	const sent = delivery({ rawBody: invoicePaid, query: 'a=1' });

	expect(record({ delivery: sent })).toMatchObject({
		source: 'stripe',
		id: 'evt_1',
		type: 'invoice.paid',
		receivedAt: sent.receivedAt,
		query: 'a=1',
		body: invoicePaid,
		sha256,
		index: 2,
	});
});

it.each([
	['redacts', { redact: [{ path: ['a'], act: 'drop' as const }] }],
	['encrypts', { encrypt: true }],
])('keeps no query of a source that %s: it may hold what the body does', (_, keeping) => {
	expect(record({ delivery: delivery({ query: 'a=1' }), source: { ...source, ...keeping } }).query).toBe('');
});

it.each([
	['no id', { ...readable, id: undefined }],
	['no type', { ...readable, type: undefined }],
])('keeps an event with %s under the digest of the bytes, dead', (_, event) => {
	expect(record({}, event)).toMatchObject({
		id: expect.stringMatching(/^sha256:[0-9a-f]{64}:2$/),
		type: 'unreadable',
		reason: 'event-unidentified',
		functions: {},
	});
});

it.each([
	[0, undefined, 7 * day],
	[4 * 24 * 3600, undefined, 7 * day],
	[8 * 24 * 3600, undefined, 8 * day],
	[0, 5 * 24 * 3600, 10 * day],
])('expires after the longest of seven days, a retry horizon of %j s and twice a tolerance of %j s', (retryHorizon, tolerance, kept) => {
	const provider = { ...stripe, retryHorizon, scheme: { ...stripe.scheme, ...(tolerance && { tolerance }) } };

	const { receivedAt, expiresAt } = record({ provider });

	expect(expiresAt - receivedAt).toBe(kept);
});

it.each([
	['is erased before it expires', 'shorter', day, { expires: 7 * day, erased: day }],
	['expires later', 'longer', 30 * day, { expires: 30 * day, erased: undefined }],
])('%s where its source keeps it for %s than its id has to be known', (_, __, retention, life) => {
	const { receivedAt, expiresAt, eraseAt } = record({ source: { ...source, retention } });

	expect({ expires: expiresAt - receivedAt, erased: eraseAt && eraseAt - receivedAt }).toEqual(life);
});

describe('kept headers', () => {
	it.each(described.map((provider) => [provider.id, provider] as const))('hold no signature of %s', async (_, provider) => {
		const [sample] = samplesOf(provider);
		const signed = await provider.scheme.sign(sample ? deliveryOf(sample) : delivery(), provider.scheme.generate().signing);

		const { headers } = record({ provider, delivery: signed });

		expect(provider.scheme.credentials.filter((name) => name in headers)).toEqual([]);
		expect(Object.keys(signed.headers).filter((name) => name.includes('timestamp') && !(name in headers))).toEqual([]);
		expect(headers['content-type']).toBe(signed.headers['content-type']);
	});

	it.each([
		'authorization',
		'cookie',
		'proxy-authorization',
		'x-api-key',
		'x-hub-signature',
		'svix-signature',
		'stripe-signature',
		'x-github-encoded-secret',
		'x-gitlab-token',
		'x-goog-channel-token',
		'x-telegram-bot-api-secret-token',
		'x-hubspot-signature-v3',
		'x-signature-ed25519',
		'x-signature-sha256',
		'x-shopify-hmac-sha256',
		'box-signature-primary',
		'box-signature-secondary',
		'paypal-transmission-sig',
		'x-authorization-digest',
	])('hold no %s', (name) => {
		const sent = delivery({ headers: { [name]: 'secret', 'user-agent': 'x' } });

		const { headers } = record({ delivery: sent, source: { ...source, authenticate: { apiKey: 'x-api-key' } } });

		expect(headers).toEqual({ 'user-agent': 'x' });
	});

	it.each([
		'i-twilio-idempotency-token',
		'idempotency-key',
		'x-event-key',
		'content-digest',
		'x-signature-timestamp',
		'x-hubspot-signature-version',
		'box-signature-algorithm',
	])('hold %s, which proves nothing', (name) => {
		expect(record({ delivery: delivery({ headers: { [name]: 'x' } }) }).headers).toEqual({ [name]: 'x' });
	});

	it('hold a header named like a part of every object', () => {
		const sent = delivery({ headers: Object.fromEntries([['__proto__', 'x']]) });

		expect(Object.entries(record({ delivery: sent }).headers)).toEqual([['__proto__', 'x']]);
	});
});
