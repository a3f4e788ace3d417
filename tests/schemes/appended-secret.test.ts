import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { appendedSecret } from '../../src/schemes/appended-secret.ts';
import { aDelivery, receivedAt, withHeaders } from './a-delivery.ts';
import { conforms } from './conformance.ts';

const scheme = appendedSecret({ header: 'x-signature', algorithms: ['sha1', 'sha256'], time: { header: 'x-time', tolerance: 60 } });
conforms({
	title: 'appended secret',
	scheme,
	signedHeaders: ['x-time'],
	timestampHeader: 'x-time',
	spoilings: [
		['junk after the signature', (value) => `${value}00`, 'signature-malformed'],
		['an upper-case signature', (value) => `${value.slice(0, -1).toUpperCase()}A`, 'signature-malformed'],
		['another signature', (value) => value.replace(/^./, (digit) => (digit === '0' ? '1' : '0')), 'signature-mismatch'],
	],
	malformedSecrets: [],
});

it('given the other digest, accepts it by its length', () => {
	const time = String(Math.floor(receivedAt / 1000));
	const delivery = aDelivery();
	const digest = (algorithm: string) => createHash(algorithm).update(delivery.rawBody).update(`${time}secret`).digest('hex');
	const verdict = (value: string) => scheme.verify(withHeaders(delivery, { 'x-time': time, 'x-signature': value }), ['secret']);

	expect(verdict(digest('sha256'))).toEqual({ valid: true, secret: 0 });
	expect(verdict(digest('sha512'))).toEqual({ valid: false, reason: 'signature-malformed' });
	expect(verdict(digest('sha256').slice(0, 40))).toEqual({ valid: false, reason: 'signature-mismatch' });
});
