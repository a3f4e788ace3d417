import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { type DirectScheme, type Disbelief, SecretError, type SecretPair } from '../../src/webhook/scheme.ts';
import { aDelivery, receivedAt, withHeaders } from './a-delivery.ts';

/** A way to spoil the signature header's value, and why it is refused. */
export type Spoiling = readonly [given: string, spoil: (value: string) => string | undefined, reason: Disbelief];

export type SchemeCase = {
	readonly title: string;
	readonly scheme: DirectScheme;
	/** Headers besides the credentials that the scheme signs. */
	readonly signedHeaders?: readonly string[];
	/** The header that carries the time, where it has one of its own. */
	readonly timestampHeader?: string;
	/** A delivery of this body; JSON unless told. */
	readonly deliver?: (body: Buffer) => Delivery;
	/** Bodies to try; any bytes unless told. */
	readonly bodies?: fc.Arbitrary<Buffer>;
	/** Returns another body; a byte flipped unless told; absent effect for schemes that sign no body. */
	readonly tamper?: (body: Buffer, at: number) => Buffer | undefined;
	readonly signsBody?: boolean;
	readonly spoilings: readonly Spoiling[];
	readonly malformedSecrets: readonly string[];
	/** Other pairs than `generate` gives. */
	readonly pairs?: readonly SecretPair[];
};

/** What every scheme keeps, whatever its form. */
export function conforms(given: SchemeCase): void {
	describe(given.title, () => {
		acceptsItsOwn(given);
		refusesSpoiled(given);
		refusesWrongTime(given);
		needsSecrets(given);
		keepsItsProperty(given);
	});
}

function acceptsItsOwn({ scheme, deliver = json, pairs = [scheme.generate()] }: SchemeCase): void {
	it('given a delivery that it signed, accepts it and tells which secret it was', () => {
		for (const pair of pairs) {
			const signed = scheme.sign(deliver(Buffer.from('{"a":1}')), pair.signing);
			const other = scheme.generate();

			const verdicts = [
				scheme.verify(signed, [pair.verifying]),
				scheme.verify(signed, [other.verifying, pair.verifying]),
				scheme.verify(signed, [other.verifying]),
			];

			expect(verdicts).toEqual([
				{ valid: true, secret: 0 },
				{ valid: true, secret: 1 },
				{ valid: false, reason: 'signature-mismatch' },
			]);
		}
	});

	it('given the same bytes as text and as base64, accepts both', () => {
		const { signing, verifying } = scheme.generate();
		const signed = scheme.sign(deliver(Buffer.from('{"name":"Zoë 😀"}')), signing);
		const body = signed.rawBody;

		const fromText = { ...signed, rawBody: Buffer.from(body.toString('utf8'), 'utf8') };
		const fromBase64 = { ...signed, rawBody: Buffer.from(body.toString('base64'), 'base64') };

		expect(scheme.verify(fromText, [verifying])).toEqual({ valid: true, secret: 0 });
		expect(scheme.verify(fromBase64, [verifying])).toEqual({ valid: true, secret: 0 });
	});

	it('signs without changing the delivery that it was given', () => {
		const delivery = deliver(Buffer.from('{"a":1}'));
		const before = structuredClone({ ...delivery, rawBody: [...delivery.rawBody] });

		scheme.sign(delivery, scheme.generate().signing);

		expect({ ...delivery, rawBody: [...delivery.rawBody] }).toEqual(before);
	});

	it('makes another secret each time', () => {
		expect(scheme.generate().verifying).not.toBe(scheme.generate().verifying);
	});
}

function refusesSpoiled({ scheme, deliver = json, spoilings }: SchemeCase): void {
	const { signing, verifying } = scheme.generate();
	const signed = scheme.sign(deliver(Buffer.from('{"a":1}')), signing);
	const header = credential(scheme);
	const value = signed.headers[header] ?? '';

	it.each([...spoilings, ...everySpoiling])('given %s, refuses it', (_given, spoil, reason) => {
		const spoiled = withHeaders(signed, { [header]: spoil(value) });

		expect(spoiled.headers[header]).not.toBe(value);
		expect(scheme.verify(spoiled, [verifying])).toEqual({ valid: false, reason });
	});
}

const everySpoiling: readonly Spoiling[] = [
	['no signature header', () => undefined, 'signature-missing'],
	['an empty signature header', () => '', 'signature-missing'],
];

function refusesWrongTime({ scheme, deliver = json, timestampHeader }: SchemeCase): void {
	const { tolerance } = scheme;
	if (tolerance === undefined) return;
	const { signing, verifying } = scheme.generate();
	const signed = scheme.sign(deliver(Buffer.from('{"a":1}')), signing);

	it.each([
		['as old as the tolerance', tolerance, { valid: true, secret: 0 }],
		['a second older', tolerance + 1, { valid: false, reason: 'timestamp-stale' }],
		['as far ahead as the tolerance', -tolerance, { valid: true, secret: 0 }],
		['a second further ahead', -tolerance - 1, { valid: false, reason: 'timestamp-future' }],
	])('given a delivery %s, answers by the clock of the delivery', (_given, age, verdict) => {
		expect(scheme.verify({ ...signed, receivedAt: receivedAt + age * 1000 }, [verifying])).toEqual(verdict);
	});

	if (timestampHeader === undefined) return;
	const now = signed.headers[timestampHeader] ?? '';
	it.each([
		'',
		' ',
		`+${now}`,
		`0${now}`,
		`${now}.0`,
		`${now} `,
		`${now}\n`,
		`${now},${now}`,
		'1.7e9',
		'-1',
		'0',
		'0x695734a5',
		`${now}000`,
		'NaN',
	])('given the timestamp %j, refuses it as malformed', (timestamp) => {
		const changed = withHeaders(signed, { [timestampHeader]: timestamp });

		expect(scheme.verify(changed, [verifying])).toEqual({ valid: false, reason: 'timestamp-malformed' });
	});

	it('given no timestamp header, refuses it as malformed', () => {
		const changed = withHeaders(signed, { [timestampHeader]: undefined });

		expect(scheme.verify(changed, [verifying])).toEqual({ valid: false, reason: 'timestamp-malformed' });
	});
}

function needsSecrets({ scheme, deliver = json, malformedSecrets }: SchemeCase): void {
	const { signing, verifying } = scheme.generate();
	const signed = scheme.sign(deliver(Buffer.from('{"a":1}')), signing);
	const unsigned = deliver(Buffer.from('{"a":1}'));
	const unusable = ['', ' ', '\n\t', ...malformedSecrets];

	it('given no secret at all, throws, signed or not', () => {
		expect(() => scheme.verify(signed, [])).toThrow(SecretError);
		expect(() => scheme.verify(unsigned, [])).toThrow(SecretError);
	});

	it.each(unusable)('given the secret %j, throws an error of one line that does not hold it', (secret) => {
		for (const attempt of [
			() => scheme.verify(signed, [secret]),
			() => scheme.verify(signed, [verifying, secret]),
			() => scheme.verify(unsigned, [secret]),
			() => scheme.sign(unsigned, secret),
		]) {
			expect(attempt).toThrow(SecretError);
			const message = messageOf(attempt);
			expect(message).not.toContain('\n');
			if (secret.trim().length > 10) expect(message).not.toContain(secret);
		}
	});
}

function keepsItsProperty(given: SchemeCase): void {
	const { scheme, deliver = json, bodies = anyBytes, tamper = flipByte, signsBody = true, signedHeaders = [] } = given;

	it('given any body, accepts what it signed, and nothing where a byte, the secret, the time or a signed header differs', () => {
		fc.assert(
			fc.property(bodies, fc.nat(), fc.integer({ min: 1, max: 2 ** 33 }), (body, at, seconds) => {
				const { signing, verifying } = scheme.generate();
				const signed = scheme.sign(deliver(body), signing);
				const valid = (delivery: Delivery, secret = verifying) => scheme.verify(delivery, [secret]).valid;

				expect(valid(signed)).toBe(true);
				expect(valid(signed, scheme.generate().verifying)).toBe(false);
				const tampered = tamper(body, at);
				if (tampered) expect(valid({ ...signed, rawBody: tampered })).toBe(!signsBody);
				if (scheme.tolerance !== undefined && seconds > scheme.tolerance) {
					expect(valid({ ...signed, receivedAt: signed.receivedAt + seconds * 1000 })).toBe(false);
				}
				for (const header of [credential(scheme), ...signedHeaders]) {
					const value = signed.headers[header] ?? '';
					expect(valid(withHeaders(signed, { [header]: changeCharacter(value, at) }))).toBe(false);
					expect(valid(withHeaders(signed, { [header]: `${value},${value}` }))).toBe(false);
					expect(valid(withHeaders(signed, { [header]: value.slice(0, -1) }))).toBe(false);
				}
			}),
			{ numRuns: 60 },
		);
	});
}

const anyBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

function flipByte(body: Buffer, at: number): Buffer | undefined {
	if (body.length === 0) return undefined;
	const flipped = Buffer.from(body);
	flipped[at % body.length] = (flipped[at % body.length] ?? 0) ^ (1 << (at % 8));
	return flipped;
}

/** Swaps one character for another of its kind. */
function changeCharacter(value: string, at: number): string {
	const index = at % value.length;
	return value.slice(0, index) + (value[index] === '4' ? '5' : '4') + value.slice(index + 1);
}

function credential(scheme: DirectScheme): string {
	const [header = ''] = scheme.credentials;
	return header;
}

function json(body: Buffer): Delivery {
	return aDelivery({ rawBody: body });
}

function messageOf(attempt: () => unknown): string {
	try {
		attempt();
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return '';
}
