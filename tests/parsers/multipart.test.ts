import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { multipart } from '../../src/parsers/multipart.ts';
import { MalformedBody } from '../../src/webhook/provider.ts';
import { parsing } from './parse.ts';

const type = 'multipart/form-data; boundary=x';
const part = (name: string, value: string, more = '') => `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
const body = (...parts: readonly string[]) => `${parts.join('')}--x--\r\n`;

it.each<[string, string, readonly (readonly [string, unknown])[]]>([
	[
		'fields',
		body(part('a', '1'), part('b', 'Zoë\r\nx')),
		[
			['a', '1'],
			['b', 'Zoë\r\nx'],
		],
	],
	['a list', body(part('a[]', '1'), part('a[]', '2')), [['a', ['1', '2']]]],
	[
		'names that every object has',
		body(part('__proto__', '1'), part('constructor', '2')),
		[
			['__proto__', '1'],
			['constructor', '2'],
		],
	],
	[
		'a file',
		body(part('f', 'bytes', '; filename="a.txt"')),
		[['f', expect.objectContaining({ filename: 'a.txt', content: Buffer.from('bytes') })]],
	],
	[
		'a file of many bytes',
		body(part('f', 'x'.repeat(300_000), '; filename="a"')),
		[['f', expect.objectContaining({ content: Buffer.alloc(300_000, 'x') })]],
	],
	['a text of many bytes', body(part('f', 'x'.repeat(1_100_000))), [['f', 'x'.repeat(1_100_000)]]],
	['a thousand parts', body(...Array(1_000).fill(part('a[]', '1'))), [['a', Array(1_000).fill('1')]]],
	['nothing', body(), []],
])('multipart holds %s', async (_, text, fields) => {
	expect(Object.entries((await parsing(multipart, text, type)) as object)).toEqual(fields);
});

it('multipart keeps the bytes of a file that are no UTF-8', async () => {
	const bytes = Buffer.from([0, 0xff, 0x0a]);
	const [before = '', after = ''] = body(part('f', '\u0001', '; filename="a"')).split('\u0001');

	const read = await parsing(multipart, Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]), type);

	expect(read).toMatchObject({ f: { content: bytes } });
});

it.each<[string, string, string]>([
	['another content type', body(part('a', '1')), 'multipart/mixed; boundary=x'],
	['no boundary in its type', body(part('a', '1')), 'multipart/form-data'],
	['another boundary than its type says', body(part('a', '1')), 'multipart/form-data; boundary=y'],
	['its end missing', part('a', '1'), type],
	['its end missing within a file', part('f', 'x', '; filename="a"').slice(0, -2), type],
	['no body', '', type],
	['JSON', '{"a":1}', type],
	['a name of 101 letters', body(part('a'.repeat(101), '1')), type],
	['a field that is a text and a list', body(part('a', '1'), part('a[]', '2')), type],
	['a field that is a list and a text', body(part('a[]', '1'), part('a', '2')), type],
	['a file and a list of one name', body(part('a', '1', '; filename="a"'), part('a[x]', '2')), type],
	['a part without a name', '--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n', type],
	['a part without an end of its headers', '--x\r\nContent-Disposition: form-data; name="a"\r\n--x--\r\n', type],
	['a thousand parts and one', body(...Array(1_001).fill(part('a', '1'))), type],
])(
	'multipart is refused as malformed with %s',
	async (_, text, contentType) => {
		await expect(parsing(multipart, text, contentType)).rejects.toBeInstanceOf(MalformedBody);
	},
	2_000,
);

it('any parts in any order are multipart or malformed, and never leave the receiver waiting', async () => {
	const head = 'Content-Disposition: form-data';
	const piece = fc.constantFrom(
		'--x',
		'\r\n',
		'--',
		'--x--',
		head,
		`${head}; name="a"`,
		`${head}; name="a[]"`,
		`${head}; name="[]"`,
		'; filename="f"',
		'; name=a',
		'a',
		'\r\n\r\n',
		'\r\n--x\r\n',
		'\r\n--x--\r\n',
		'Content-Type: text/plain; charset=utf-16',
	);
	const text = fc.array(piece, { maxLength: 14 }).map((pieces) => `--x\r\n${pieces.join('')}\r\n--x--\r\n`);

	await fc.assert(
		fc.asyncProperty(text, async (each) => {
			const outcome = await parsing(multipart, each, type).catch((error: unknown) => error);
			expect(outcome instanceof Error && !(outcome instanceof MalformedBody)).toBe(false);
		}),
		{ numRuns: 1_000 },
	);
});
