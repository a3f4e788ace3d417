import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Delivery, mediaType } from '../../src/webhook/delivery.ts';
import type { Identified, Provider } from '../../src/webhook/provider.ts';
import { verified } from '../../src/webhook/verified.ts';
import { delivery, deliveryOf, described, samplesOf, typesOf } from './deliveries.ts';

const cases = described.flatMap((provider) =>
	samplesOf(provider).map((sample) => [`${provider.id} ${sample.type}`, provider, sample] as const),
);

describe.each(cases)('%s', (_, provider, sample) => {
	const { scheme } = provider;
	const secret = scheme.generate();
	const signed = scheme.sign(deliveryOf(sample, 'id-1'), secret.signing);
	const verdictOf = (change: Partial<Delivery>) => scheme.verify({ ...signed, ...change }, [secret.verifying]);

	it('is believed as it was signed, from text and from base64', () => {
		expect(verdictOf({ rawBody: Buffer.from(signed.rawBody.toString()) })).toEqual({ valid: true, secret: 0 });
		expect(verdictOf({ rawBody: Buffer.from(signed.rawBody.toString('base64'), 'base64') })).toEqual({ valid: true, secret: 0 });
	});

	it('is believed with the second secret of a rotation', () => {
		const verdict = scheme.verify(signed, [scheme.generate().verifying, secret.verifying]);

		expect(verdict).toEqual({ valid: true, secret: 1 });
	});

	it.each([
		['a byte of the body changed', { rawBody: changed(signed.rawBody) }],
		['a byte after the body', { rawBody: Buffer.concat([signed.rawBody, Buffer.from('.')]) }],
		['the last byte missing', { rawBody: signed.rawBody.subarray(0, -1) }],
		['no body', { rawBody: Buffer.alloc(0) }],
		['no signature', { headers: without(signed, scheme.credentials) }],
	])('is refused with %s', (_change, change) => {
		expect(verdictOf(change).valid).toBe(false);
	});

	it('is refused with another secret, and out of time where the scheme signs a time', () => {
		expect(scheme.verify(signed, [scheme.generate().verifying]).valid).toBe(false);
		if (scheme.tolerance === undefined) return;
		const away = (scheme.tolerance + 2) * 1000;
		expect(verdictOf({ receivedAt: signed.receivedAt + away })).toEqual({ valid: false, reason: 'timestamp-stale' });
		expect(verdictOf({ receivedAt: signed.receivedAt - away })).toEqual({ valid: false, reason: 'timestamp-future' });
	});

	it('holds events with an id and a type each, the first of the type of the sample', async () => {
		const events = await identify(provider, signed);

		expect(events[0]?.type).toBe(sample.type);
		expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
		for (const event of events)
			expect(event).toEqual(expect.objectContaining({ id: expect.stringMatching(/./), payload: expect.anything() }));
	});

	it('is the same event when it is sent again later, and another with another id in it', async () => {
		const [first, again, other] = await Promise.all([
			identify(provider, signed),
			identify(provider, scheme.sign({ ...deliveryOf(sample, 'id-1'), receivedAt: signed.receivedAt + 60_000 }, secret.signing)),
			identify(provider, scheme.sign(deliveryOf(sample, 'id-2'), secret.signing)),
		]);

		expect(again).toEqual(first);
		expect(other[0]?.id).not.toBe(first[0]?.id);
	});

	it('says which of id and type no signature covers', async () => {
		const events = await identify(provider, signed);
		for (const name of Object.keys(signed.headers).filter((name) => name !== 'content-type')) {
			const altered = { ...signed, headers: { ...signed.headers, [name]: 'altered' } };
			if (!scheme.verify(altered, [secret.verifying]).valid) continue;
			const now = await identify(provider, altered);
			expect(now.map(signedPart)).toEqual(events.map(signedPart));
		}
	});

	it('is no handshake', async () => {
		expect(provider.handshake?.(await parse(provider, signed), signed)).toBeUndefined();
	});
});

describe.each(described.map((provider) => [provider.id, provider] as const))('%s', (_, provider) => {
	const odd = [
		undefined,
		null,
		true,
		0,
		'',
		'text',
		[],
		[null],
		{},
		{ type: {}, id: [], event: null },
		Object.create(null),
		{ type: '', id: 2 ** 60 },
	];

	it.each(odd)('neither throws nor makes up a type for %j', (body) => {
		const events = provider.identify(body, delivery(''));

		expect(events.map(({ type }) => type).filter((type) => type !== undefined)).toEqual([]);
	});

	it('never throws, whatever the body and the headers are', () => {
		const word = fc.constantFrom('type', 'event', 'id', 'data', 'object', 'command', 'challenge', 'payload', '__proto__', 'constructor');
		const body = fc.letrec((tie) => ({
			any: fc.oneof(fc.jsonValue(), fc.constantFrom('event_callback', 'url_verification', 0, 1), fc.array(tie('any')), tie('record')),
			record: fc.dictionary(fc.oneof(word, fc.string()), tie('any')),
		})).any;
		const headers = fc.dictionary(fc.constantFrom('content-type', 'webhook-id', 'x-github-event', 'x-shopify-topic'), fc.string());

		fc.assert(
			fc.property(body, headers, (value, names) => {
				const given = delivery('', names);
				for (const { id, type } of provider.identify(value, given)) {
					expect([typeof id, typeof type].filter((kind) => kind !== 'string' && kind !== 'undefined')).toEqual([]);
				}
				provider.handshake?.(value, given);
			}),
		);
	});

	it('knows the types of its samples, where its types are known', () => {
		const types = typesOf(provider);

		expect(types).toEqual(types && [...new Set(types)].sort());
		expect(samplesOf(provider).filter(({ type }) => types?.includes(type) === false)).toEqual([]);
	});

	it('says what a reader needs to know', () => {
		expect(provider.docs).toMatch(/^https:\/\//);
		expect([provider.name, provider.expects, provider.unsigned].every((text) => text !== '')).toBe(true);
		expect(provider.retryHorizon).toBeGreaterThanOrEqual(0);
	});
});

function signedPart({ id, type, unsigned = [] }: Identified) {
	return { id: unsigned.includes('id') || id, type: unsigned.includes('type') || type };
}

async function identify(provider: Provider, signed: Delivery): Promise<readonly Identified[]> {
	return provider.identify(await parse(provider, signed), signed);
}

async function parse(provider: Provider, signed: Delivery): Promise<unknown> {
	return provider.contentTypes[mediaType(signed.headers)]?.(verified(signed));
}

function changed(body: Buffer): Buffer {
	const copy = Buffer.from(body);
	// A letter or a digit becomes another one, so that a form's fields change too.
	const at = copy.indexOf('id-1') + 3;
	copy[at > 2 ? at : copy.length >> 1] = 'x'.charCodeAt(0);
	return copy;
}

function without({ headers }: Delivery, names: readonly string[]) {
	return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
