import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redactJson } from '../../src/parsers/redact-json.ts';
import { rulesOf } from './redaction-rules.ts';

const digest = (value: string) => `<${value}>`;
const redacted = (text: string, drop: readonly string[], hash: readonly string[] = []) =>
	redactJson(text, { rules: rulesOf(drop, hash), digest });

describe('JSON without what is dropped', () => {
	it.each<[string, string, readonly string[], string]>([
		['the only key', '{"a":1}', ['a'], '{}'],
		['the first key', '{ "a": 1, "b": 2 }', ['a'], '{ "b": 2 }'],
		['the last key', '{"a":1 ,"b": [1,{"x":"}"}] }', ['b'], '{"a":1 }'],
		['a key given twice', '{"a":1,"b":2,"a":3}', ['a'], '{"b":2}'],
		['a key in escapes', '{"\\u0061":1,"b":2}', ['a'], '{"b":2}'],
		['a key with a quote in it', '{"a\\"b":1,"c":2}', ['a"b'], '{"c":2}'],
		['a key that is a backslash', '{"\\\\":1,"\\"":2}', ['\\'], '{"\\"":2}'],
		['an empty key, by a star', '{"":1}', ['*'], '{}'],
		['a key deeper down', '{"a":{"b":{"c":1,"d":2}},"c":3}', ['a.b.c'], '{"a":{"b":{"d":2}},"c":3}'],
		['a key of each element', '[{"a":1,"b":2},3,{"a":{}}]', ['*.a'], '[{"b":2},3,{}]'],
		['a key of each value', '{"x":{"a":1},"y":{"a":1,"b":2}}', ['*.a'], '{"x":{},"y":{"b":2}}'],
		['elements: a null for each', '{"a":[1, "x",[2]]}', ['a.*'], '{"a":[null,null,null]}'],
		['one element', '{"a":[1,2]}', ['a.1'], '{"a":[1,null]}'],
		['brackets and commas in texts', '{"a":"{,]\\\\","b":"\\",[","c":1}', ['b'], '{"a":"{,]\\\\","c":1}'],
		['two keys of one object', '{"a":1,"b":2,"c":3}', ['a', 'c'], '{"b":2}'],
		['a whole and a part of it', '{"a":{"b":1}}', ['a.b', 'a'], '{}'],
	])('%s', (_, text, paths, expected) => {
		expect(redacted(text, paths)).toBe(expected);
	});

	it.each<[string, string]>([
		['a path that is not there', '{"b":{"a":1}}'],
		['a path that ends in a value', '{"a":1}'],
		['a value that is no object', ' 1e400 '],
		['an empty list and object', '[ ]'],
		[
			'white space, numbers and keys as nobody would write them',
			'{ "n" : -0 ,\r\n"big":12345678901234567890,"e":1E400,"d":1,"d":2,"u":"\\u00e9\\/" }\n',
		],
	])('stays letter for letter: %s', (_, text) => {
		expect(redacted(text, ['a.b', 'x.*.y'])).toBe(text);
	});

	it('keeps the rest of what it changes as it was written', () => {
		const text = '{ "n" : -0 ,"a":{"secret":1, "e":1E400 },"d":1,"d":2 }';

		expect(redacted(text, ['a.secret'])).toBe('{ "n" : -0 ,"a":{ "e":1E400 },"d":1,"d":2 }');
	});

	it('goes as deep as a path, whatever a sender chose', () => {
		const deep = '['.repeat(5_000) + ']'.repeat(5_000);

		expect(redacted(`{"a":${deep},"b":1}`, ['b', 'a.*'])).toBe('{"a":[null]}');
	});
});

describe('JSON with digests', () => {
	it.each<[string, string, readonly string[], string]>([
		['a text, without its escapes', '{"a": "\\u0041b" }', ['a'], '{"a": "<Ab>" }'],
		['a number, as it is written', '[1.50]', ['*'], '["<1.50>"]'],
		['an object, as it is written', '{"a":{ }}', ['a'], '{"a":"<{ }>"}'],
	])('of %s', (_, text, paths, expected) => {
		expect(redacted(text, [], paths)).toBe(expected);
	});

	it('not of what is dropped', () => {
		expect(redacted('{"a":1}', ['*'], ['a'])).toBe('{}');
	});
});

type Act = 'drop' | 'hash' | undefined;
type Rules = ReturnType<typeof rulesOf>;

/** The same on the parsed value, in a few lines that nobody would keep bytes by. */
function onValue(value: unknown, rules: Rules): unknown {
	const under = (key: string): Rules =>
		rules.flatMap(({ path: [first, ...path], act }) => (first === key || first === '*' ? [{ path, act }] : []));
	const actOn = (own: Rules): Act =>
		own
			.filter(({ path }) => path.length === 0)
			.map(({ act }) => act)
			.sort()[0];
	const change = (key: string, each: unknown, dropped: unknown): unknown => {
		const act = actOn(under(key));
		if (act === undefined) return onValue(each, under(key));
		return act === 'drop' ? dropped : digest(typeof each === 'string' ? each : JSON.stringify(each));
	};
	if (Array.isArray(value)) return value.map((each, index) => change(String(index), each, null));
	if (typeof value !== 'object' || value === null) return value;
	const gone = Symbol('dropped');
	return Object.fromEntries(
		Object.entries(value)
			.map(([key, each]) => [key, change(key, each, gone)] as const)
			.filter(([, each]) => each !== gone),
	);
}

// No backslash: once Node 24 has seen the key `\`, its JSON.parse takes any key of which the text begins with an escape for it.
const key = fc.constantFrom('a', 'b', '"', ',', '}', 'é', '0', '1', 'toString');
const value = fc.letrec((tie) => ({
	any: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.string({ unit: 'binary' }),
		fc.constantFrom('}', '],', '"', '\\"', '\\\\'),
		fc.double({ noNaN: true, noDefaultInfinity: true }),
		fc.constant(null),
		fc.boolean(),
		fc.array(tie('any'), { maxLength: 4 }),
		fc.dictionary(key, tie('any'), { maxKeys: 5, noNullPrototype: true }),
	),
})).any;
const path = fc.array(fc.oneof(key, fc.constant('*')), { minLength: 1, maxLength: 3 });
const rules = fc.array(fc.record({ path, act: fc.constantFrom('drop' as const, 'hash' as const) }), { maxLength: 4 });

it('means, once parsed, what the same paths do to the parsed value', () => {
	fc.assert(
		fc.property(value, rules, (any, own) => {
			// JSON has no -0 of its own, and objects are hashed as they are written.
			const text = JSON.stringify(any);

			expect(JSON.parse(redactJson(text, { rules: own, digest }))).toEqual(onValue(JSON.parse(text), own));
		}),
		{ numRuns: 1000 },
	);
});

it('is the same text where no rule is about it, however it is spaced', () => {
	fc.assert(
		fc.property(value, fc.constantFrom(0, 1, '\t', '\r\n '), (any, space) => {
			const text = JSON.stringify(any, undefined, typeof space === 'number' ? space : '\t');

			expect(redactJson(text, { rules: rulesOf(['nowhere', '*.nowhere', '*.*.nowhere'], ['nowhere.*']), digest })).toBe(text);
		}),
	);
});

it('comes to an end with text that is not JSON', () => {
	const piece = fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'a', ' ');
	fc.assert(
		fc.property(fc.array(piece), rules, (pieces, own) => {
			const redacting = () => redactJson(pieces.join(''), { rules: own, digest });

			expect(() => {
				try {
					redacting();
				} catch (error) {
					if (!(error instanceof SyntaxError)) throw error;
				}
			}).not.toThrow();
		}),
		{ numRuns: 2000 },
	);
});
