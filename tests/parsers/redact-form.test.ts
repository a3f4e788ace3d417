import { parse } from 'node:querystring';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redactForm, redactFormJson } from '../../src/parsers/redact-form.ts';
import { rulesOf } from './redaction-rules.ts';

const digest = (value: string) => `<${value}>`;

describe('a form', () => {
	it.each<[string, string, readonly string[], readonly string[], string]>([
		['a field', 'From=%2B49&Body=a+b', ['From'], [], 'Body=a+b'],
		['a field that comes twice', 'a=1&b=2&a=3', ['a'], [], 'b=2'],
		['each value of a field', 'a=1&b=2&a=3', ['a.*'], [], 'b=2'],
		['one value of a field', 'a=1&b=2&a=3', ['a.1', 'b.1'], [], 'a=1&b=2'],
		['a field with its name in escapes', '%46rom=1&b=2', ['From'], [], 'b=2'],
		['a field without a value', 'a&b', ['a'], [], 'b'],
		['a digest', 'From=%2B49+1&b=2', [], ['From'], 'From=%3C%2B49%201%3E&b=2'],
		['every field', 'a=1&b=2', ['*'], [], ''],
		['nothing, of paths for another format', 'a=1&&b=%zz', ['a.b', 'c.*.d'], ['x'], 'a=1&&b=%zz'],
		['a payload like any other', 'payload={"a":1}', ['a'], [], 'payload={"a":1}'],
	])('without %s', (_, text, drop, hash, expected) => {
		expect(redactForm(text, { rules: rulesOf(drop, hash), digest })).toBe(expected);
	});

	it('holds, once parsed, what it held, besides what was dropped', () => {
		const item = fc
			.tuple(fc.constantFrom('a', 'b', '%61', 'a+', '%zz'), fc.string())
			.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
		fc.assert(
			fc.property(fc.array(item, { maxLength: 6 }), (items) => {
				const { a: _, ...rest } = parse(items.join('&'));

				expect({ ...parse(redactForm(items.join('&'), { rules: rulesOf(['a']), digest })) }).toEqual(rest);
			}),
		);
	});
});

describe('a form with JSON in its payload', () => {
	const inner = (text: string) => `x=1&payload=${encodeURIComponent(text)}`;

	it.each<[string, string, readonly string[], string]>([
		['the path goes into the JSON', inner('{"a":{"b":1},"n":-0}'), ['a.b'], inner('{"a":{},"n":-0}')],
		['and means a field beside it', inner('{"a":1}'), ['x'], inner('{"a":1}').slice(4)],
		['what it does not mean stays letter for letter', 'payload={"a":+1}', ['b'], 'payload={"a":+1}'],
		['a payload that comes twice is a field', 'payload={}&payload={}&a=1', ['payload'], 'a=1'],
		['a path goes into each of two, and one that is no JSON goes', 'payload={"a":1}&payload={"a":2', ['a'], 'payload=%7B%7D'],
		['a form without one is a form', 'user_name=x&text=y', ['user_name'], 'text=y'],
	])('%s', (_, text, drop, expected) => {
		expect(redactFormJson('payload')(text, { rules: rulesOf(drop), digest })).toBe(expected);
	});
});
