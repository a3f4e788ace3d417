import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonLines } from '../../src/parsers/json-lines.ts';
import { MalformedBody } from '../../src/webhook/provider.ts';
import { parsing } from './parse.ts';
import { rulesOf } from './redaction-rules.ts';

const redacted = (text: string, drop: readonly string[]) =>
	jsonLines.redact?.(text, { rules: rulesOf(drop), digest: (value) => value }) ?? '';

describe('JSON lines', () => {
	it.each<[string, string | Buffer, unknown]>([
		['each line', '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
		['lines that end in CRLF, and empty ones between', '{"a":1}\r\n\r\n \n{"a":2}', [{ a: 1 }, { a: 2 }]],
		['one line', '{"a":1}\n', [{ a: 1 }]],
		['an array', '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
		['an array on many lines', '[\n{"a":1},\n{"a":2}\n]\n', [{ a: 1 }, { a: 2 }]],
		['an object on many lines', '{\n"a":1\n}', [{ a: 1 }]],
		['a bad line: the others, in their places', '{"a":1}\n{"a":\n{"a":3}', [{ a: 1 }, null, { a: 3 }]],
		['a bad line at the start', 'oops\n{"a":2}', [null, { a: 2 }]],
		['a line whose key could reach a prototype', '{"__proto__":{"x":1}}\n{"a":2}', [null, { a: 2 }]],
		[
			'a line that is no UTF-8',
			Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n{"a":"ä😀"}')]),
			[null, { a: 'ä😀' }],
		],
		['a line feed in a text, which is none of the bytes', '{"a":"\\n"}\n{"a":2}', [{ a: '\n' }, { a: 2 }]],
	])('are read from %s', async (_, text, value) => {
		expect(await parsing(jsonLines, text)).toEqual(value);
	});

	it.each<[string, string | Buffer]>([
		['nothing', ''],
		['empty lines', '\n \n'],
		['lines of which none is JSON', 'a\nb\n{'],
		['a line of bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
		['more lines than anybody sends', '{\n'.repeat(10_001)],
	])('are none in %s', async (_, text) => {
		await expect(parsing(jsonLines, text)).rejects.toThrow(MalformedBody);
	});

	it('are the values that were written, whatever they are', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.json(), { minLength: 2 }), async (lines) => {
				const values = lines.map((line) => JSON.parse(line));
				fc.pre(!values.every((value) => value === null) && !/"(__proto__|constructor)"/.test(lines.join('')));
				expect(await parsing(jsonLines, lines.join('\n'))).toEqual(values);
			}),
		);
	});
});

describe('JSON lines that are redacted', () => {
	it.each<[string, string, string]>([
		['lines', '{"a":1,"b":2}\n{"b":3}\n', '[{"a":1},{}]'],
		['an array', '[ {"a":1,"b":2} ]', '[ {"a":1} ]'],
		['an object', '{"b":2}', '[{}]'],
		['a bad line, which nobody can redact', '{"a":1}\n{"b":"secret"\n{"b":3,"c":4}', '[{"a":1},null,{"c":4}]'],
		['a line whose key could reach a prototype', '{"__proto__":{"b":1}}\n{"b":3}', '[null,{}]'],
	])('are a list without what is dropped from %s', (_, text, expected) => {
		expect(redacted(text, ['*.b'])).toBe(expected);
	});

	it('hold the same values in the same places where nothing is dropped', async () => {
		for (const text of ['{"a":1}\n\n{"a":\n{"a":3}', '[{"a":1},2]', '{"a":1}'])
			expect(await parsing(jsonLines, redacted(text, ['*.other']))).toEqual(await parsing(jsonLines, text));
	});
});
