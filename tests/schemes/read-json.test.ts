import { expect, it } from '@jest/globals';
import { readJson } from '../../src/schemes/read-json.ts';

it('reads the bytes of a delivery once, however often a proof asks: nothing but brackets takes 0.1 s, and nobody has proved them', () => {
	const bytes = Buffer.from('{"id":"evt_1"}');

	expect(readJson(bytes)).toEqual({ id: 'evt_1' });
	expect(readJson(bytes)).toBe(readJson(bytes));
	expect(readJson(Buffer.from('{"id":"evt_2"}'))).toEqual({ id: 'evt_2' });
});

it.each(['', '{', '\xff', '\ufeff{}'])('knows no value of %j', (text) => {
	expect(readJson(Buffer.from(text, 'latin1'))).toBeUndefined();
});
