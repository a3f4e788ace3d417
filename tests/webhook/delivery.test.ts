import { describe, expect, it } from '@jest/globals';
import { bodyText } from '../../src/webhook/delivery.ts';

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

	it('is read from the bytes where half a character of the text has none', () => {
		const rawBody = Buffer.from('"\ud800"');

		expect(bodyText({ rawBody, text: { of: rawBody, value: '"\ud800"' } })).toBe('"\ufffd"');
	});

	it('is none where the bytes are no UTF-8', () => {
		expect(bodyText({ rawBody: Buffer.from([0x22, 0xff, 0x22]) })).toBeUndefined();
	});
});
