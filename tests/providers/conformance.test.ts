import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { providers } from '../../src/providers/providers.ts';
import { type Delivery, mediaType } from '../../src/webhook/delivery.ts';
import type { Identified, Provider } from '../../src/webhook/provider.ts';
import { verified } from '../../src/webhook/verified.ts';
import { sameProof } from '../attack/fuzz/same-proof.ts';
import { delivery, deliveryOf, described, samplesOf, typesOf } from './deliveries.ts';
import { openQuestions } from './open-questions.ts';

const cases = described.flatMap((provider) =>
	samplesOf(provider).map((sample) => [`${provider.id} ${sample.type}`, provider, sample] as const),
);

it.each(Object.keys(providers))('%s leaves no question open: each is answered, and its line taken away', (id) => {
	expect(openQuestions(id)).toEqual([]);
});
/** Whose events may be letter for letter the same, so that the time that is signed is a part of the id. */
const timed = new Set(['plaid']);

describe.each(cases)('%s', (_, provider, sample) => {
	const { scheme } = provider;
	const { covers, credentials } = scheme;
	const secret = scheme.generate();
	const unsigned = deliveryOf(sample, 'id-1');
	const signing = scheme.sign(unsigned, secret.signing);
	const verdictOf = async (change: Partial<Delivery>) => await scheme.verify({ ...(await signing), ...change }, [secret.verifying]);

	it('is believed as it was signed, from text and from base64', async () => {
		const { rawBody } = await signing;

		expect(await verdictOf({ rawBody: Buffer.from(rawBody.toString()) })).toEqual({ valid: true, secret: 0 });
		expect(await verdictOf({ rawBody: Buffer.from(rawBody.toString('base64'), 'base64') })).toEqual({ valid: true, secret: 0 });
	});

	it('is believed with the second secret of a rotation, and with no other', async () => {
		const signed = await signing;

		expect(await scheme.verify(signed, [scheme.generate().verifying, secret.verifying])).toEqual({ valid: true, secret: 1 });
		expect((await scheme.verify(signed, [scheme.generate().verifying])).valid).toBe(false);
	});

	it('is not believed unsigned', async () => {
		expect((await scheme.verify(unsigned, [secret.verifying])).valid).toBe(false);
	});

	it.each<readonly [string, (body: Buffer) => Buffer]>([
		['a byte of the body changed', changed],
		['a byte after the body', (body) => Buffer.concat([body, Buffer.from('.')])],
		['the last byte missing', (body) => body.subarray(0, -1)],
		['no body', () => Buffer.alloc(0)],
	])('is refused with %s where the body is signed, and only there', async (_change, change) => {
		const signed = await signing;
		const sent = { ...signed, rawBody: change(signed.rawBody) };

		expect((await verdictOf(sent)).valid).toBe(covers.body === undefined && !inBody(provider) ? true : sameProof(provider, signed, sent));
	});

	it.each<readonly [string, (value: string) => string | undefined]>([
		['missing', () => undefined],
		['empty', () => ''],
		['cut short', (value) => value.slice(0, -1)],
		['followed by junk', (value) => `${value}~`],
		['with another last letter but one', (value) => `${value.slice(0, -3)}${value.at(-3) === 'A' ? 'B' : 'A'}${value.slice(-2)}`],
		['given twice', (value) => `${value},${value}`],
		['in upper case', (value) => value.toUpperCase()],
	])('is refused when a header that proves it, or that is signed, is %s', async (_change, change) => {
		const signed = await signing;
		const proving = [...credentials, ...(covers.headers ?? [])].filter((name) => signed.headers[name] !== undefined);
		for (const name of proving) {
			const value = change(signed.headers[name] ?? '');
			const { [name]: _removed, ...others } = signed.headers;
			const sent = { ...signed, headers: { ...others, ...(value !== undefined && { [name]: value }) } };
			if (value === signed.headers[name]) continue;
			expect([name, (await verdictOf(sent)).valid]).toEqual([name, false]);
		}
	});

	it('is refused at another URL or with another method where these are signed, and only there', async () => {
		const signed = await signing;
		const url = `${signed.url}${signed.query === '' ? '?' : '&'}more=1`;

		expect((await verdictOf({ url })).valid).toBe(covers.url !== true);
		expect((await verdictOf({ method: 'PUT' })).valid).toBe(covers.method !== true);
	});

	it('is refused out of time where the scheme signs a time', async () => {
		if (scheme.tolerance === undefined) return;
		const { receivedAt } = await signing;
		const away = (scheme.tolerance + 2) * 1000;
		expect(await verdictOf({ receivedAt: receivedAt + away })).toEqual({ valid: false, reason: 'timestamp-stale' });
		expect(await verdictOf({ receivedAt: receivedAt - away })).toEqual({ valid: false, reason: 'timestamp-future' });
	});

	it('holds events with an id and a type each, the first of the type of the sample', async () => {
		const events = await identify(provider, await signing);

		expect(events[0]?.type).toBe(sample.type);
		expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
		for (const event of events)
			expect(event).toEqual(expect.objectContaining({ id: expect.stringMatching(/./), payload: expect.anything() }));
	});

	it('is the same event when it is sent again later, and another with another id in it', async () => {
		const later = { ...deliveryOf(sample, 'id-1'), receivedAt: unsigned.receivedAt + (timed.has(provider.id) ? 0 : 60_000) };
		const [first, again, other] = await Promise.all([
			identify(provider, await signing),
			identify(provider, await scheme.sign(later, secret.signing)),
			identify(provider, await scheme.sign(deliveryOf(sample, 'id-2'), secret.signing)),
		]);

		expect(again.map(({ id, type }) => ({ id, type }))).toEqual(first.map(({ id, type }) => ({ id, type })));
		expect(other[0]?.id).not.toBe(first[0]?.id);
	});

	it('says which of id and type no signature covers', async () => {
		const signed = await signing;
		const events = await identify(provider, signed);
		for (const name of Object.keys(signed.headers).filter((name) => name !== 'content-type')) {
			const altered = { ...signed, headers: { ...signed.headers, [name]: 'altered' } };
			if (!(await scheme.verify(altered, [secret.verifying])).valid) continue;
			const now = await identify(provider, altered);
			expect(now.map(signedPart)).toEqual(events.map(signedPart));
		}
	});

	it('is no handshake', async () => {
		const signed = await signing;
		const body = await parse(provider, signed);

		expect(
			provider.handshakes?.flatMap(({ method, answer }) =>
				method === 'POST' ? (answer({ delivery: signed, body, secrets: ['s'] }) ?? []) : [],
			) ?? [],
		).toEqual([]);
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
				for (const { answer } of provider.handshakes ?? []) answer({ delivery: given, body: value, secrets: ['secret'] });
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
		const { name, expects, unsigned, sameEvent, secret, rotation } = provider;
		expect([name, expects, unsigned, sameEvent, secret, rotation].filter((text) => text.trim() === '' || text.includes('|'))).toEqual([]);
		expect(provider.retryHorizon).toBeGreaterThanOrEqual(0);
		const hasVerifyToken = (provider.handshakes ?? []).some(({ needs }) => needs === 'VERIFY_TOKEN');
		expect(secret.includes('`<SOURCE>_VERIFY_TOKEN`')).toBe(hasVerifyToken);
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

/** Whether the proof is in the body. */
function inBody({ scheme }: Provider): boolean {
	return scheme.credentials.length === 0 && scheme.queryCredential === undefined;
}
