import { describe, expect, it } from '@jest/globals';
import { hmacSignature } from '../../src/schemes/hmac-signature.ts';
import { aDelivery, receivedAt, withHeaders } from './a-delivery.ts';
import { conforms } from './conformance.ts';

const untimed = hmacSignature({ header: 'x-signature', encoding: 'hex', prefix: 'v1=', list: { separator: ',' } });
const unnamed = hmacSignature({
	header: 'x-signature',
	signs: '{time}.{body}',
	encoding: 'hex',
	list: { separator: ',', time: '' },
	time: { clock: 'milliseconds', tolerance: 300 },
});
const numbered = hmacSignature({ header: 'x-signature-1', alternates: ['x-signature-2'], encoding: 'base64' });

conforms({
	title: 'a list of signatures without a time',
	scheme: untimed,
	spoilings: [
		['the signature twice', (value) => `${value},${value}`, 'signature-malformed'],
		['a space after the comma', (value) => `${value}, ${value}`, 'signature-malformed'],
		['a comma after the signature', (value) => `${value},`, 'signature-malformed'],
		['a malformed one beside a good one', (value) => `${value},v1=00`, 'signature-malformed'],
		['only another version', (value) => value.replace('v1=', 'v2='), 'signature-malformed'],
		['no version', (value) => value.slice(3), 'signature-malformed'],
		['more than anybody sends', (value) => [value, ...others(8)].join(','), 'signature-malformed'],
	],
	malformedSecrets: [],
});

conforms({
	title: 'a list whose first item is the time',
	scheme: unnamed,
	spoilings: [
		['no time', (value) => value.replace(/^\d+,/, ''), 'signature-malformed'],
		['the time alone', (value) => value.replace(/,.*/, ''), 'signature-malformed'],
		['the signature before the time', (value) => value.split(',').reverse().join(','), 'signature-malformed'],
		['two times', (value) => `${receivedAt},${value}`, 'signature-malformed'],
		['a time in seconds', (value) => value.replace(/^\d+/, String(Math.floor(receivedAt / 1000))), 'timestamp-malformed'],
		['a later time', (value) => value.replace(/^\d+/, String(receivedAt + 1)), 'signature-mismatch'],
		['the signature twice', (value) => `${value},${value.replace(/^\d+,/, '')}`, 'signature-malformed'],
	],
	malformedSecrets: [],
});

describe('while a secret rotates', () => {
	const both = (header: string, one: string, other: string) => withHeaders(aDelivery(), { [header]: `${one},${other}` });

	it('one signature for each of them is believed with either, in any order, beside versions that we do not know', () => {
		const [one = '', other = ''] = ['new', 'old'].map((secret) => untimed.sign(aDelivery(), secret).headers['x-signature']);

		for (const delivery of [both('x-signature', one, other), both('x-signature', `v2=00,${other}`, one)]) {
			expect(untimed.verify(delivery, ['new'])).toEqual({ valid: true, secret: 0 });
			expect(untimed.verify(delivery, ['old'])).toEqual({ valid: true, secret: 0 });
			expect(untimed.verify(delivery, ['other'])).toEqual({ valid: false, reason: 'signature-mismatch' });
		}
	});

	it('the further signatures of a list with a time are believed', () => {
		const [one = '', other = ''] = ['new', 'old'].map((secret) => unnamed.sign(aDelivery(), secret).headers['x-signature']);
		const delivery = both('x-signature', one, other.replace(/^\d+,/, ''));

		expect(unnamed.verify(delivery, ['old'])).toEqual({ valid: true, secret: 0 });
	});

	it('the numbered headers are believed, and none that is malformed beside a good one', () => {
		const [one, other] = ['new', 'old'].map((secret) => numbered.sign(aDelivery(), secret).headers['x-signature-1']);
		const delivery = withHeaders(aDelivery(), { 'x-signature-1': other, 'x-signature-2': one });

		expect(numbered.verify(delivery, ['new'])).toEqual({ valid: true, secret: 0 });
		expect(numbered.verify(delivery, ['old'])).toEqual({ valid: true, secret: 0 });
		expect(numbered.verify(withHeaders(delivery, { 'x-signature-1': 'AAAA' }), ['new'])).toEqual({
			valid: false,
			reason: 'signature-malformed',
		});
	});
});

function others(count: number): readonly string[] {
	return Array.from({ length: count }, (_, index) => `v1=${String(index).repeat(64)}`);
}
