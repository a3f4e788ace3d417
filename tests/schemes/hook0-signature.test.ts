import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hook0Signature } from '../../src/schemes/hook0-signature.ts';
import { aDelivery, receivedAt, withHeaders } from './a-delivery.ts';
import { conforms } from './conformance.ts';

const header = 'x-hook0-signature';
const scheme = hook0Signature({ header, id: 'x-event-id', others: ['content-type', 'x-event-type'], tolerance: 300 });
const t = Math.floor(receivedAt / 1000);
const names = 'content-type x-event-type x-event-id';
const headers = { 'content-type': 'application/json', 'x-event-id': 'e-1', 'x-event-type': 'wallet.activity.detected' };

conforms({
	title: "Hook0's signature",
	scheme,
	deliver: (rawBody) => aDelivery({ rawBody, headers }),
	signedHeaders: ['content-type', 'x-event-id', 'x-event-type'],
	spoilings: [
		['junk after the signature', (value) => `${value}00`, 'signature-malformed'],
		['a space after the signature', (value) => `${value} `, 'signature-malformed'],
		['a comma after the signature', (value) => `${value},`, 'signature-malformed'],
		['a space after a comma', (value) => value.replace(',h', ', h'), 'signature-malformed'],
		['upper-case hex', (value) => value.replace(/v1=.*/, (item) => `v1=${item.slice(3).toUpperCase()}`), 'signature-malformed'],
		['a signature one byte short', (value) => value.slice(0, -2), 'signature-malformed'],
		['the header twice', (value) => `${value},${value}`, 'signature-malformed'],
		['two equal times', (value) => `t=${t},${value}`, 'signature-malformed'],
		['two signatures', (value) => `${value},v1=${'0'.repeat(64)}`, 'signature-malformed'],
		['no time', (value) => value.replace(/^t=\d+,/, ''), 'signature-malformed'],
		['no names', (value) => value.replace(/h=[^,]*,/, ''), 'signature-malformed'],
		['empty names', (value) => value.replace(/h=[^,]*/, 'h='), 'signature-malformed'],
		['v0 instead of v1', (value) => value.replace('v1=', 'v0='), 'signature-malformed'],
		['more items than anybody sends', (value) => `${value},a=1,b=1,c=1,d=1,e=1,f=1`, 'signature-malformed'],
		['a name twice', (value) => value.replace(names, `${names} x-event-id`), 'signature-malformed'],
		['an absent header', (value) => value.replace(names, `${names} x-absent`), 'signature-malformed'],
		['a name in upper case', (value) => value.replace('x-event-id', 'X-event-id'), 'signature-malformed'],
		['more names than anybody sends', (value) => value.replace(names, 'a b c d e f g h i j k l m n o p q'), 'signature-malformed'],
		['a name less', (value) => value.replace(' x-event-id', ''), 'signature-mismatch'],
		['the names in another order', (value) => value.replace(names, 'x-event-id content-type x-event-type'), 'signature-mismatch'],
		['a time in milliseconds', (value) => value.replace(`t=${t}`, `t=${t}000`), 'timestamp-malformed'],
		['a time long ago', (value) => value.replace(`t=${t}`, `t=${t - 301}`), 'timestamp-stale'],
		['a time to come', (value) => value.replace(`t=${t}`, `t=${t + 301}`), 'timestamp-future'],
		['a later time', (value) => value.replace(`t=${t}`, `t=${t + 1}`), 'signature-mismatch'],
	],
	malformedSecrets: [],
});

describe("Hook0's signature", () => {
	const rawBody = Buffer.from('{"eventId":"e-1"}');

	it('is what the page of Coinbase says, with v0 beside it as well', () => {
		const text = `${t}.${names}.application/json.wallet.activity.detected.e-1.${rawBody}`;
		const hex = createHmac('sha256', 'secret').update(text).digest('hex');
		const v0 = createHmac('sha256', 'secret').update(`${t}.${rawBody}`).digest('hex');
		const sent = aDelivery({ rawBody, headers: { ...headers, [header]: `t=${t},v0=${v0},h=${names},v1=${hex}` } });

		expect(scheme.verify(sent, ['secret'])).toEqual({ valid: true, secret: 0 });
		expect(scheme.sign(aDelivery({ rawBody, headers }), 'secret').headers[header]).toBe(`t=${t},h=${names},v1=${hex}`);
	});

	it('does not let a header take the beginning of the body', () => {
		const signed = scheme.sign(aDelivery({ rawBody: Buffer.from('{"a":"b.{}"}'), headers }), 'secret');
		const moved = withHeaders({ ...signed, rawBody: Buffer.from('{}"}') }, { 'x-event-id': 'e-1.{"a":"b' });

		expect(scheme.verify(moved, ['secret'])).toEqual({ valid: false, reason: 'signature-malformed' });
	});

	it('is made with an id, as there always is one, and without a header that could not be told from a body', () => {
		const signed = scheme.sign(aDelivery({ headers: { 'content-type': '{' } }), 'secret');

		expect(signed.headers).toEqual({
			'content-type': '{',
			'x-event-id': 'request-1',
			[header]: expect.stringMatching(/^t=\d+,h=x-event-id,v1=/),
		});
		expect(scheme.verify(signed, ['secret'])).toEqual({ valid: true, secret: 0 });
	});
});
