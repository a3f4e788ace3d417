import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFilter } from '../../src/plugin/read-filter.ts';
import { matches } from '../../src/webhook/filter.ts';
import type { Filter } from '../../src/webhook/source.ts';

type Row = readonly [given: string, filter: Filter, accepted: readonly unknown[], rejected: readonly unknown[]];

/** The operators, one by one, as https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html explains them. */
const operators: readonly Row[] = [
	['one of two values', { state: ['a', 'b'] }, [{ state: 'a' }, { state: 'b', more: 1 }], [{ state: 'c' }, { state: 'A' }, {}]],
	[
		'two fields',
		{ Location: ['New York'], Day: ['Monday'] },
		[{ Location: 'New York', Day: 'Monday' }],
		[{ Location: 'New York' }, { Location: 'New York', Day: 'Sunday' }],
	],
	['an empty text', { LastName: [''] }, [{ LastName: '' }], [{ LastName: ' ' }, { LastName: null }, {}]],
	['null', { UserID: [null] }, [{ UserID: null }], [{ UserID: 'null' }, { UserID: '' }, {}]],
	['a number', { x: [300] }, [{ x: 300 }, { x: 3.0e2 }], [{ x: '300' }, { x: 301 }]],
	['true', { live: [true] }, [{ live: true }], [{ live: 'true' }, { live: false }]],
	['a list in the event', { tags: ['a', 'b'] }, [{ tags: ['x', 'b'] }], [{ tags: ['x'] }, { tags: [] }]],
	['a prefix', { time: [{ prefix: '2017-10-02' }] }, [{ time: '2017-10-02T18:43:48Z' }], [{ time: '2017-10-03' }, { time: 20171002 }]],
	[
		'a prefix in any case',
		{ service: [{ prefix: { 'equals-ignore-case': 'EventB' } }] },
		[{ service: 'EVENTBRIDGE' }, { service: 'eventb' }],
		[{ service: 'even' }],
	],
	['a suffix', { FileName: [{ suffix: '.png' }] }, [{ FileName: 'a.png' }], [{ FileName: 'a.PNG' }, { FileName: 'a.png.zip' }]],
	['a suffix in any case', { f: [{ suffix: { 'equals-ignore-case': '.png' } }] }, [{ f: 'a.PNG' }], [{ f: 'a.gif' }]],
	['equals-ignore-case', { 'detail-type': [{ 'equals-ignore-case': 'ec2 x' }] }, [{ 'detail-type': 'EC2 X' }], [{ 'detail-type': 'EC2' }]],
	['anything-but a text', { state: [{ 'anything-but': 'init' }] }, [{ state: 'up' }, { state: 1 }], [{ state: 'init' }, {}]],
	['anything-but a number', { x: [{ 'anything-but': 123 }] }, [{ x: 124 }, { x: '123' }], [{ x: 123 }]],
	['anything-but texts', { s: [{ 'anything-but': ['stopped', 'over'] }] }, [{ s: 'up' }], [{ s: 'stopped' }, { s: 'over' }]],
	['anything-but numbers', { x: [{ 'anything-but': [100, 200] }] }, [{ x: 150 }], [{ x: 100 }, { x: 200 }]],
	['anything-but in any case', { s: [{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }] }, [{ s: 'c' }], [{ s: 'A' }, { s: 'b' }]],
	['anything-but a prefix', { s: [{ 'anything-but': { prefix: 'init' } }] }, [{ s: 'up' }], [{ s: 'initializing' }]],
	['anything-but prefixes', { s: [{ 'anything-but': { prefix: ['a', 'b'] } }] }, [{ s: 'c' }], [{ s: 'ax' }, { s: 'bx' }]],
	['anything-but a suffix', { f: [{ 'anything-but': { suffix: '.txt' } }] }, [{ f: 'a.png' }], [{ f: 'a.txt' }]],
	['anything-but a wildcard', { p: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, [{ p: '/a/b' }], [{ p: '/a/lib/b' }]],
	['numeric equality', { x: [{ numeric: ['=', 3.018e2] }] }, [{ x: 301.8 }], [{ x: 301 }, { x: '301.8' }]],
	['a numeric range', { n: [{ numeric: ['>', 0, '<=', 5] }] }, [{ n: 5 }, { n: 0.1 }], [{ n: 0 }, { n: 6 }, { n: '3' }, {}]],
	['a lower bound', { n: [{ numeric: ['>=', 10] }] }, [{ n: 10 }], [{ n: 9 }]],
	['an upper bound', { n: [{ numeric: ['<', 10] }] }, [{ n: -1 }], [{ n: 10 }]],
	['a range of addresses', { ip: [{ cidr: '10.0.0.0/24' }] }, [{ ip: '10.0.0.33' }], [{ ip: '10.0.1.0' }, { ip: 'x' }, { ip: '::1' }]],
	['a range of IPv6', { ip: [{ cidr: '2001:db8::/32' }] }, [{ ip: '2001:db8::1' }], [{ ip: '2001:db9::1' }]],
	['a field that is there', { p: [{ exists: true }] }, [{ p: 1 }, { p: null }, { p: [1] }], [{}, { p: { q: 1 } }, { p: [] }]],
	['a field that is not there', { p: [{ exists: false }] }, [{}, { p: { q: 1 } }, null, 'text', 4], [{ p: '' }, { p: null }]],
	['a field below one that is not there', { a: { b: [{ exists: false }] } }, [{}, { a: 1 }, { a: {} }], [{ a: { b: 1 } }]],
	['a wildcard', { f: [{ wildcard: 'dir/*.png' }] }, [{ f: 'dir/a.png' }, { f: 'dir/.png' }], [{ f: 'dir/png' }, { f: 'x/dir/a.png' }]],
	['wildcards', { f: [{ wildcard: 'a*b*c' }] }, [{ f: 'abc' }, { f: 'a-b-b-c' }], [{ f: 'acb' }, { f: 'ab' }]],
	['parts that may not overlap', { f: [{ wildcard: 'aba*aba' }] }, [{ f: 'abaaba' }], [{ f: 'aba' }, { f: 'ababa' }]],
	['an escaped star', { f: [{ wildcard: String.raw`a\**` }] }, [{ f: 'a*' }, { f: 'a*b' }], [{ f: 'ab' }]],
	['an escaped backslash', { f: [{ wildcard: String.raw`C:\\*` }] }, [{ f: String.raw`C:\x` }], [{ f: 'C:x' }]],
	['tests and values in one list', { s: ['up', { prefix: 'x' }] }, [{ s: 'up' }, { s: 'xy' }], [{ s: 'down' }]],
	['an alternative', { $or: [{ a: [1] }, { b: [2] }] }, [{ a: 1 }, { b: 2 }], [{ a: 2, b: 1 }, {}]],
	[
		'alternatives beside a field, and below one',
		{ s: ['x'], d: { $or: [{ n: [1] }, { m: [{ numeric: ['<', 2] }] }] } },
		[
			{ s: 'x', d: { n: 1 } },
			{ s: 'x', d: { m: 0 } },
		],
		[
			{ s: 'y', d: { n: 1 } },
			{ s: 'x', d: { n: 2, m: 2 } },
		],
	],
	['nested fields', { a: { b: { c: [1] } } }, [{ a: { b: { c: 1 } } }], [{ a: { b: 1 } }, { a: { c: 1 } }, { 'a.b.c': 1 }]],
	[
		'a list of objects',
		{ items: { sku: ['a'], count: [{ numeric: ['>', 1] }] } },
		[{ items: [{ sku: 'b' }, { sku: 'a', count: 2 }] }],
		[
			{
				items: [
					{ sku: 'a', count: 1 },
					{ sku: 'b', count: 2 },
				],
			},
			{ items: [] },
		],
	],
	['a name that every object inherits', { constructor: [{ exists: true }] }, [{ constructor: 1 }], [{}]],
];

const wrong: readonly (readonly [given: string, filter: unknown, message: string])[] = [
	['a text', 'state', 'filter: it must be a map of keys and values'],
	['nothing', {}, 'filter: it must name a field'],
	['a value without a list', { s: 'x' }, 'filter.s: it must be a list of values and tests, or a map of fields'],
	['an empty list', { s: [] }, 'filter.s: it must be a list of values and tests, or a map of fields'],
	['a list in a list', { s: [['x']] }, 'filter.s: a value must be a text, a number, true, false or null'],
	['a misspelt operator', { a: { s: [{ prefx: 'x' }] } }, 'filter.a.s: unknown operator "prefx"; did you mean "prefix"?'],
	['two operators in one test', { s: [{ prefix: 'x', suffix: 'y' }] }, 'filter.s: a test has one operator, not prefix and suffix'],
	['no operator', { s: [{}] }, 'filter.s: a test has one operator, not none'],
	['one alternative', { $or: [{ a: [1] }] }, 'filter.$or: it must be a list of two patterns or more'],
	[
		'an operator as alternative',
		{ $or: [{ a: [1] }, { a: 1 }] },
		'filter.$or.a: it must be a list of values and tests, or a map of fields',
	],
	[
		'stars in a row',
		{ s: [{ wildcard: 'a**b' }] },
		String.raw`filter.s: wildcard must be a text in which no two stars follow one another, and \ stands before * or \ only`,
	],
	['exists in words', { s: [{ exists: 'yes' }] }, 'filter.s: exists must be true or false'],
	['an address', { s: [{ cidr: '10.0.0.1' }] }, 'filter.s: cidr must be a range such as 203.0.113.0/24'],
	['bounds the wrong way round', { s: [{ numeric: ['<', 5, '>', 1] }] }, "filter.s: numeric must be a list such as ['>', 0, '<=', 5]"],
	['a bound in words', { s: [{ numeric: ['>', '1'] }] }, "filter.s: numeric must be a list such as ['>', 0, '<=', 5]"],
	['an unbounded pattern', { s: ['x'.repeat(2048)] }, 'filter: it is over 2048 characters of JSON'],
];

describe('a filter', () => {
	it.each(operators)('given %s → it takes what EventBridge would take, and nothing else', (_given, filter, accepted, rejected) => {
		const checked = readFilter(filter, 'filter');

		expect(accepted.filter((payload) => !matches(checked, payload))).toEqual([]);
		expect(rejected.filter((payload) => matches(checked, payload))).toEqual([]);
	});

	it.each(wrong)('given %s → one line that names the field and the operator', (_given, filter, message) => {
		expect(() => readFilter(filter, 'filter')).toThrow(expect.objectContaining({ name: 'Mistake', message }));
	});

	it('given a text and stars in the place of any parts of it → the wildcard fits', () => {
		const quote = (text: string) => text.replace(/[\\*]/g, (sign) => `\\${sign}`);
		const parts = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 5 });

		fc.assert(
			fc.property(parts, fc.string(), (kept, between) => {
				expect(matches({ f: [{ wildcard: kept.map(quote).join('*') }] }, { f: kept.join(between) })).toBe(true);
			}),
		);
	});

	it('given any payload → each exclusion is the opposite of its test, and nothing is thrown', () => {
		const text = fc.string({ minLength: 1 });

		fc.assert(
			fc.property(fc.string(), text, fc.jsonValue(), (value, part, payload) => {
				for (const operator of ['prefix', 'suffix', 'equals-ignore-case'])
					expect(matches({ f: [{ 'anything-but': { [operator]: part } }] }, { f: value })).toBe(
						!matches({ f: [{ [operator]: part }] }, { f: value }),
					);
				expect(matches({ f: [{ exists: false }] }, { f: payload })).toBe(!matches({ f: [{ exists: true }] }, { f: payload }));
			}),
		);
	});

	it('given a long text made to be searched again and again → an answer within a moment', () => {
		const begun = performance.now();

		const found = matches({ f: [{ wildcard: `*${'a*'.repeat(500)}b` }] }, { f: 'a'.repeat(1_000_000) });

		expect([found, performance.now() - begun < 1_000]).toEqual([false, true]);
	});
});
