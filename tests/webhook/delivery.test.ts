import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bodyText, digestible } from '../../src/webhook/delivery.ts';

describe('the text of a body', () => {
	it('is the one that its bytes were made of', () => {
		const rawBody = Buffer.from('{"a":"Zoë"}');

		expect(bodyText({ rawBody, text: { of: rawBody, value: '{"a":"Zoë"}' } })).toBe('{"a":"Zoë"}');
	});

	it('is read from the bytes where they are others than those of the text: what was verified counts', () => {
		const text = { of: Buffer.from('{"admin":true}'), value: '{"admin":true}' };

		expect(bodyText({ rawBody: Buffer.from('{}'), text })).toBe('{}');
		expect(bodyText({ rawBody: Buffer.from(text.of), text: { ...text, value: 'another' } })).toBe('{"admin":true}');
	});

	it('is none where the bytes are no UTF-8', () => {
		expect(bodyText({ rawBody: Buffer.from([0x22, 0xff, 0x22]) })).toBeUndefined();
	});
});

describe('what is digested of a body', () => {
	const of = (value: string) => {
		const rawBody = Buffer.from(value);
		return { rawBody, text: { of: rawBody, value } };
	};
	const digest = (given: string | Buffer) => createHmac('sha256', 'key').update(given).digest('hex');

	it.each(['', '{"a":1}', '{"a":"Zoë"}', '{"a":"\u{1f480}"}', '\ufeff{}', '\u0000'])(
		'%j is the text itself, and its digest is that of the bytes',
		(value) => {
			const body = of(value);

			expect(digestible(body)).toBe(value);
			expect(digest(digestible(body))).toBe(digest(body.rawBody));
		},
	);

	it('is the bytes where the text is of others, or there is none', () => {
		const others = { ...of('{}'), rawBody: Buffer.from('{"admin":true}') };
		const alone = { rawBody: Buffer.from([0x22, 0xff, 0x22]) };

		expect([others, alone].map(digestible)).toEqual([others.rawBody, alone.rawBody]);
	});
});
