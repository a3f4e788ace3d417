import { expect, it } from '@jest/globals';
import { hmacSignature } from '../../src/schemes/hmac-signature.ts';
import { aDelivery, receivedAt, withHeaders } from './a-delivery.ts';

const [id, time, signature] = ['x-id', 'x-time', 'x-signature'];
const scheme = hmacSignature({
	header: signature,
	signs: `{header:${id}}{time}{body}`,
	encoding: 'hex',
	time: { header: time, clock: 'rfc3339', tolerance: 600 },
});

it('a time in the body does not become the time, with what stands before it a part of the id', () => {
	const at = new Date(receivedAt - 60_000).toISOString();
	const delivery = aDelivery({ rawBody: Buffer.from(`{"created_at":"${at}","cost":0}`) });
	const signed = scheme.sign(withHeaders(delivery, { [id]: 'm-1' }), 'secret');
	const [before = '', after = ''] = signed.rawBody.toString().split(at);
	const moved = withHeaders({ ...signed, rawBody: Buffer.from(after) }, { [id]: `m-1${signed.headers[time]}${before}`, [time]: at });

	expect(scheme.verify(signed, ['secret'])).toEqual({ valid: true, secret: 0 });
	expect(scheme.verify(moved, ['secret'])).toEqual({ valid: false, reason: 'signature-malformed' });
});

it('the beginning of a body does not become the end of the URL', () => {
	const square = hmacSignature({ header: signature, signs: '{url}{body}', encoding: 'base64' });
	const signed = square.sign(aDelivery({ url: 'https://a.example/x?a=1', rawBody: Buffer.from('{"n":{"id":"evt_1"}') }), 'secret');
	const moved = { ...signed, url: `${signed.url}{"n":`, rawBody: Buffer.from('{"id":"evt_1"}') };

	expect(square.verify(signed, ['secret'])).toEqual({ valid: true, secret: 0 });
	expect(square.verify(moved, ['secret'])).toEqual({ valid: false, reason: 'signature-malformed' });
});
