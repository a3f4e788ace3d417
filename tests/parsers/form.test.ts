import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { form } from '../../src/parsers/form.ts';
import { formPayload } from '../../src/parsers/form-payload.ts';
import { MalformedBody } from '../../src/webhook/provider.ts';
import { parsing } from './parse.ts';

const type = 'application/x-www-form-urlencoded';
const fieldsOf = (count: number) => Array.from({ length: count }, (_, at) => `f${at}=1`).join('&');
const of = (fields: Readonly<Record<string, unknown>>) => Object.assign(Object.create(null), fields);

it.each<[string, string, Readonly<Record<string, unknown>>]>([
	['nothing', '', {}],
	['fields', 'a=1&b=Zo%C3%AB+x', { a: '1', b: 'Zoë x' }],
	['a field given twice', 'a=1&a=2', { a: ['1', '2'] }],
	['a field without a value', 'a&b=', { a: '', b: '' }],
	['an equals sign in a value', 'a=b=c', { a: 'b=c' }],
	['names in brackets, which are only names', 'a[b]=1&a[]=2', { 'a[b]': '1', 'a[]': '2' }],
	[
		'names that every object has',
		'__proto__=1&constructor=2&hasOwnProperty=3',
		Object.fromEntries([
			['__proto__', '1'],
			['constructor', '2'],
			['hasOwnProperty', '3'],
		]),
	],
	['an escaped NUL', 'a=%00', { a: '\u0000' }],
	['a thousand fields', fieldsOf(1_000), Object.fromEntries(new URLSearchParams(fieldsOf(1_000)))],
])('a form holds %s', async (_, text, fields) => {
	const read = await parsing(form, text, type);

	expect(Object.entries(read as object)).toEqual(Object.entries(fields));
	expect(Object.getPrototypeOf(read)).toBeNull();
});

it.each<[string, string | Buffer]>([
	['bytes that are no UTF-8', Buffer.from([0x61, 0x3d, 0xff])],
	['a thousand fields and one, which would be left out', fieldsOf(1_001)],
	['JSON', '{"a":"&b=1"}'],
	['JSON after spaces', '\r\n [1]'],
])('a form is refused as malformed when it is %s', async (_, text) => {
	await expect(parsing(form, text, type)).rejects.toBeInstanceOf(MalformedBody);
	await expect(parsing(formPayload, text, type)).rejects.toBeInstanceOf(MalformedBody);
});

it.each<[string, string, unknown]>([
	['JSON', `payload=${encodeURIComponent('{"a":"Zoë"}')}`, { a: 'Zoë' }],
	['JSON beside another field', 'x=1&payload=%5B1%5D', [1]],
	['its fields where there is no payload', 'command=%2Fdeploy&text=', of({ command: '/deploy', text: '' })],
	['its fields where there are two payloads', 'payload=1&payload=2', of({ payload: ['1', '2'] })],
])('a form with a payload is %s', async (_, text, value) => {
	expect(await parsing(formPayload, text, type)).toEqual(value);
});

it.each(['payload=', 'payload', 'payload=%7B', 'payload={}x', 'payload=%7B%22__proto__%22:1%7D'])(
	'a form is refused as malformed with %s',
	async (text) => {
		await expect(parsing(formPayload, text, type)).rejects.toBeInstanceOf(MalformedBody);
	},
);

it('any bytes are a form or malformed', async () => {
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
			for (const parse of [form, formPayload]) {
				const outcome = await parsing(parse, Buffer.from(bytes), type).catch((error: unknown) => error);
				expect(outcome instanceof Error && !(outcome instanceof MalformedBody)).toBe(false);
			}
		}),
	);
});
