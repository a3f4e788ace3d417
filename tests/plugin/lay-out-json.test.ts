import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { layOutJson } from '../../src/plugin/lay-out-json.ts';

describe('JSON for the eye', () => {
	it('any value → what JSON.stringify makes of it with two spaces', () => {
		const value = fc.oneof(fc.object({ withNullPrototype: false }), fc.array(fc.jsonValue()));

		fc.assert(fc.property(value, (any) => layOutJson(JSON.stringify(any)) === JSON.stringify(any, undefined, 2)));
	});

	it.each([
		['{"a":1.0,"b":12345678901234567890}', '{\n  "a": 1.0,\n  "b": 12345678901234567890\n}'],
		['{"a":"\\u00e9\\/","a":2}', '{\n  "a": "\\u00e9\\/",\n  "a": 2\n}'],
		[' [ ] ', '[]'],
		['{"text":"{,:[ \\" ]}"}', '{\n  "text": "{,:[ \\" ]}"\n}'],
	])('%s → its tokens as they were written', (text, laidOut) => {
		expect(layOutJson(text)).toBe(laidOut);
	});

	it.each(['', '"text"', '12', '{"a":', '{a:1}', '<a/>'])('%j → nothing, since it is no object or array', (text) => {
		expect(layOutJson(text)).toBeUndefined();
	});
});
