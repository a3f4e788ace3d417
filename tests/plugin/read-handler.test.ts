import { describe, expect, it } from '@jest/globals';
import { readCall, readExports } from '../../src/plugin/read-handler.ts';

const paid = { provider: 'stripe', types: ['invoice.paid'] };

const calls: readonly (readonly [given: string, text: string, call: ReturnType<typeof readCall>])[] = [
	['an endpoint', 'export const handler = receive(stripe);', { provider: 'stripe', types: [] }],
	['a function', "export const handler = onEvent(stripe, 'invoice.paid', { payload }, run);", paid],
	['double quotes', 'export const handler = onEvent(stripe, "invoice.paid", {}, run);', paid],
	['a template without holes', 'export const handler = onEvent(stripe, `invoice.paid`, {}, run);', paid],
	['many lines', "export const handler =\n\tonEvent(\n\t\tstripe,\r\n\t\t'invoice.paid',\n\t\t{},\n\t\trun,\n\t);", paid],
	['a list', 'export const handler = onEvent(stripe, [\'a\', "b",\n], {}, run);', { provider: 'stripe', types: ['a', 'b'] }],
	[
		'a type with a slash',
		"export const handler = onEvent(shopify, 'orders/create', {}, run);",
		{ provider: 'shopify', types: ['orders/create'] },
	],
	['a generic', "export const handler = onEvent<{ id: string }>(stripe, 'invoice.paid', {}, run);", paid],
	['a declared type', "export const handler: Handler = onEvent(stripe, 'invoice.paid', {}, run);", paid],
	['an alias of the provider', "import { stripe as s } from 'x';\nexport const handler = onEvent(s, 'invoice.paid', {}, run);", paid],
	[
		'an old call in a comment',
		"// export const handler = onEvent(stripe, 'old', {});\nexport const handler = onEvent(stripe, 'invoice.paid', {});",
		paid,
	],
	[
		'a block comment',
		"/* onEvent(slack, 'old', {}) */ export const handler = onEvent(/* who */ stripe, /* what */ 'invoice.paid', {});",
		paid,
	],
	['what looks like a comment in a text', "const url = 'https://x'; export const handler = onEvent(stripe, 'invoice.paid', {});", paid],
	['exported elsewhere in the file', "const handler = onEvent(stripe, 'invoice.paid', {});\nexport { handler };", paid],
	['two exports', "export const other = onEvent(stripe, 'a', {});\nexport const handler = onEvent(stripe, 'invoice.paid', {});", paid],
	['two calls of which none is that export', "const a = onEvent(stripe, 'a', {});\nconst b = onEvent(stripe, 'b', {});", undefined],
	['a type that is a name', 'export const handler = onEvent(stripe, type, {}, run);', undefined],
	['a type that is put together', "export const handler = onEvent(stripe, 'invoice.' + what, {}, run);", undefined],
	['a template with a hole', 'export const handler = onEvent(stripe, `invoice.\u0024{what}`, {}, run);', undefined],
	['a list with a name in it', "export const handler = onEvent(stripe, ['a', other], {}, run);", undefined],
	['a provider that is a call', "export const handler = onEvent(hmac.configure({}), 'a', {}, run);", undefined],
	['neither', 'export const handler = async () => {};', undefined],
	['nothing', '', undefined],
];

describe('the call behind a handler', () => {
	it.each(calls)('given %s', (_given, text, call) => {
		expect(readCall(text, 'handler')).toEqual(call);
	});
});

describe('the exports of a file', () => {
	it.each([
		['export const handler = 1;', ['handler']],
		['export async function handler() {}', ['handler']],
		['export function* handler() {}', ['handler']],
		['export class Handler {}', ['Handler']],
		['const a = 1, b = 2; export { a, b as handler };', ['a', 'handler']],
		["export { handler } from './other.ts';", ['handler']],
		['export default 1;', ['default']],
		['// export const handler = 1;\nconst x = 1;', []],
		['', []],
		["export * from './other.ts';", undefined],
		['export const { handler } = make();', undefined],
		['exports.handler = 1;', undefined],
		['module.exports = { handler: 1 };', undefined],
	])('given %s → %o', (text, names) => {
		expect(readExports(text)).toEqual(names);
	});
});
