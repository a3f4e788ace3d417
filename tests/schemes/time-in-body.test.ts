import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hmacSignature } from '../../src/schemes/hmac-signature.ts';
import { sharedToken } from '../../src/schemes/shared-token.ts';
import { timeInBody } from '../../src/schemes/time-in-body.ts';
import { aDelivery, receivedAt } from './a-delivery.ts';
import { conforms } from './conformance.ts';
import { hexSpoilings } from './spoilings.ts';

const hmac = hmacSignature({ header: 'x-signature', encoding: 'hex' });
const options = { field: 'sentAt', clock: 'milliseconds', tolerance: 60 } as const;
const scheme = timeInBody(hmac, options);
const verdictOf = (body: string) => scheme.verify(hmac.sign(aDelivery({ rawBody: Buffer.from(body) }), 'secret'), ['secret']);

conforms({
	title: 'a time in the body',
	scheme,
	bodies: fc.dictionary(fc.string(), fc.jsonValue()).map((body) => Buffer.from(JSON.stringify(body))),
	spoilings: hexSpoilings(''),
	malformedSecrets: [],
});

describe('what is signed', () => {
	it('is believed with the time that it holds, as a number', () => {
		expect(verdictOf(`{"sentAt":${receivedAt}}`)).toEqual({ valid: true, secret: 0 });
		expect(JSON.parse(scheme.sign(aDelivery({ rawBody: Buffer.from('{"a":1}') }), 'secret').rawBody.toString())).toEqual({
			a: 1,
			sentAt: receivedAt,
		});
	});

	it.each([
		['the least that is too old', `{"sentAt":${receivedAt - 60_001}}`, 'timestamp-stale'],
		['the least that is too far ahead', `{"sentAt":${receivedAt + 60_001}}`, 'timestamp-future'],
		['no time', '{"a":1}', 'timestamp-malformed'],
		['the time in another place', `{"data":{"sentAt":${receivedAt}}}`, 'timestamp-malformed'],
		['a time in seconds', `{"sentAt":${Math.floor(receivedAt / 1000)}}`, 'timestamp-malformed'],
		['a fraction', `{"sentAt":${receivedAt}.5}`, 'timestamp-malformed'],
		['null', '{"sentAt":null}', 'timestamp-malformed'],
		['a list', `{"sentAt":[${receivedAt}]}`, 'timestamp-malformed'],
		['an empty text', '{"sentAt":""}', 'timestamp-malformed'],
		['a body that is a list', `[{"sentAt":${receivedAt}}]`, 'timestamp-malformed'],
		['a body that is no JSON', `sentAt=${receivedAt}`, 'timestamp-malformed'],
		['an inherited field', '{"__proto__":{"sentAt":1}}', 'timestamp-malformed'],
		['no body', '', 'timestamp-malformed'],
	])('is not believed with %s', (_, body, reason) => {
		expect(verdictOf(body)).toEqual({ valid: false, reason });
	});
});

it('is not read before the signature has proved it', () => {
	const signed = scheme.sign(aDelivery(), 'secret');
	const older = { ...signed, rawBody: Buffer.from(`{"sentAt":1}`) };

	expect(scheme.verify(older, ['secret'])).toEqual({ valid: false, reason: 'signature-mismatch' });
});

it('can not be put into a body that nobody signs', () => {
	expect(() => timeInBody(sharedToken({ header: 'x-token' }), options)).toThrow(
		'sentAt: a time in a body that is not signed proves nothing',
	);
});
