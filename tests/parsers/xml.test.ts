import { expect, it } from '@jest/globals';
import { xml } from '../../src/parsers/xml.ts';
import { MalformedBody } from '../../src/webhook/provider.ts';

it.each([
	['texts', '<a><b>1</b><c>x &amp; y</c></a>', { a: { b: '1', c: 'x & y' } }],
	['a name twice', '<a><b>1</b><b>2</b></a>', { a: { b: ['1', '2'] } }],
	['an empty list', '<a><b type="array"></b></a>', { a: { b: [] } }],
	['a list of one', '<a><b type="array"><c>1</c></b></a>', { a: { b: ['1'] } }],
	['nothing', '<a><b nil="true"/></a>', { a: { b: null } }],
	['a comment and CDATA', '<a><!-- b --><b><![CDATA[<c>]]></b></a>', { a: { b: '<c>' } }],
	['line breaks of any kind', '<a>1\r\n2\r3\n4</a>', { a: '1\n2\n3\n4' }],
])('reads %s', (_, text, value) => {
	expect(xml(text)).toEqual(value);
});

it('takes a name of a prototype for a name', () => {
	expect(Object.keys(xml('<a><__proto__>1</__proto__></a>') as object)).toEqual(['a']);
	expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

it.each([
	['no XML', '{}'],
	['nothing at all', ''],
	['an element without its end', '<a><b></a>'],
	['an entity of its own', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
	['a file', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
	['more depth than the stack has', '<a>'.repeat(100_000)],
	['depth that hides in attributes', '<a b="/>">'.repeat(50_000)],
])('refuses %s, and quotes nothing of it', (_, text) => {
	expect(() => xml(text)).toThrow(MalformedBody);
	expect(() => xml(text)).toThrow(/^the XML is (not well-formed|too deep)$/);
});

it('reads a megabyte of returns as fast as one of anything else', () => {
	const began = performance.now();

	xml(`<a>${'\r'.repeat(1_000_000)}</a>`);

	// The parser alone takes minutes.
	expect(performance.now() - began).toBeLessThan(5_000);
});
