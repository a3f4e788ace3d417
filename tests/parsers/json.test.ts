import { describe, expect, it } from '@jest/globals';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import fc from 'fast-check';
import { json } from '../../src/parsers/json.ts';
import { MalformedBody } from '../../src/webhook/provider.ts';
import { parsing } from './parse.ts';

describe('JSON', () => {
	it.each<[string, string, unknown]>([
		['an object', '{"a":[1,null,true]}', { a: [1, null, true] }],
		['a bare value', ' "text"\n', 'text'],
		['a key given twice: the last one', '{"a":1,"a":2}', { a: 2 }],
		['an escaped NUL', '"\\u0000"', '\u0000'],
		['a lone surrogate in an escape', '"\\ud800"', '\ud800'],
		['a number beyond all bounds', '1e999', Number.POSITIVE_INFINITY],
		['a number that is rounded', '9007199254740993', 9007199254740992],
		['text in which a forbidden key is only a value', '{"a":"__proto__"}', { a: '__proto__' }],
		['a key that every object inherits', '{"constructor":1,"toString":2}', { constructor: 1, toString: 2 }],
		['two thousand lists in each other', `${'['.repeat(2_000)}${']'.repeat(2_000)}`, expect.any(Array)],
		['a hundred thousand lists beside each other', `[${'[],'.repeat(100_000)}0]`, expect.any(Array)],
	])('is read from %s', async (_, text, value) => {
		expect(await parsing(json, text)).toEqual(value);
	});

	it.each<[string, string | Buffer]>([
		['nothing', ''],
		['spaces', ' \n'],
		['half of it', '{"a":'],
		['more than it', '{}{}'],
		['a comma too much', '[1,]'],
		['single quotes', "{'a':1}"],
		['NaN', 'NaN'],
		['a raw NUL', '"\u0000"'],
		['a NUL after it', '{}\u0000'],
		['a byte order mark', '\ufeff{}'],
		['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
		['a surrogate in bytes', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
		['an overlong byte sequence', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
		['UTF-16', Buffer.from('{}', 'utf16le')],
		['gzip', Buffer.from('1f8b0800000000000003abae050043bfa6a302000000', 'hex')],
		['a key of the prototype', '{"a":[{"__proto__":{"admin":true}}]}'],
		['the same in escapes', '{"\\u005f_proto__":1}'],
		['a key of the constructor', '{"constructor":{"prototype":{"admin":true}}}'],
		['a hundred thousand lists in each other', '['.repeat(100_000) + ']'.repeat(100_000)],
		['a hundred thousand objects in each other', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
		['lists in each other, between others', `[${'[],'.repeat(6_000)}${'['.repeat(6_000)}${']'.repeat(6_000)}]`],
	])('is refused as malformed in %s, without quoting it', async (_, text) => {
		const error: unknown = await parsing(json, text).catch((thrown: unknown) => thrown);

		expect(error).toBeInstanceOf(MalformedBody);
		expect(error instanceof MalformedBody && [error.message.length < 60, error.cause]).toEqual([true, undefined]);
	});

	it('leaves no mark on what all objects share', async () => {
		await parsing(json, '{"__proto__":{"marked":true}}').catch(() => undefined);

		expect(Reflect.get({}, 'marked')).toBeUndefined();
	});

	it("is what Middy's parser takes and refuses, for any text", async () => {
		const { before } = httpJsonBodyParser();
		const theirs = (body: string) => {
			const event = { headers: { 'content-type': 'application/json' }, body, isBase64Encoded: false };
			try {
				before?.({ event } as never);
				return { value: event.body };
			} catch {
				return 'refused';
			}
		};
		const words = fc.array(
			fc.oneof(
				fc.constantFrom('{', '}', '[', ']', ':', ',', '"a"', '"__proto__"', '"constructor"', '"prototype"', '1', 'null', ' '),
				// The same keys with a letter of theirs escaped.
				fc.constantFrom('"\\u005f_proto__"', '"\\u0063onstructor"', '"proto\\u0074ype"', '"\\u005F_pr\\u006Fto__"'),
			),
		);
		const text = fc
			.oneof(
				fc.json(),
				fc.string({ unit: 'binary' }),
				words.map((parts) => parts.join('')),
			)
			.filter((each) => each !== '' && each.isWellFormed());

		await fc.assert(
			fc.asyncProperty(text, async (each) => {
				const ours = await parsing(json, each).then(
					(value) => ({ value }),
					(error: unknown) => (error instanceof MalformedBody ? 'refused' : error),
				);
				expect(ours).toEqual(theirs(each));
			}),
			{ numRuns: 500 },
		);
	});
});
