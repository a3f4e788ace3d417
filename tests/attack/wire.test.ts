import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exchange } from '../plugin/local/raw-http.ts';
import { type Served, serve, signed } from './serve.ts';

let served: Served;
beforeAll(async () => {
	served = await serve({ bounds: { headers: 500, request: 500 } });
});
afterAll(() => served.close());
const before = { reached: 0, kept: 0 };
const kept = async () => (await served.on.cloud.events.list({})).length;
beforeEach(async () => {
	Object.assign(before, { reached: served.reached.length, kept: await kept() });
});
let ids = 0;

type Wire = {
	readonly line?: string;
	readonly host?: string;
	readonly lines?: readonly string[];
	readonly body?: (signed: string) => string;
};

/** An authentic delivery of a new id, written by hand. It says the body's length unless its own lines say how long it is. */
function wire({ line = 'POST /webhooks/stripe HTTP/1.1', host = 'Host: x', lines = [], body = (text) => text }: Wire): string {
	ids += 1;
	const { headers, rawBody } = signed(`evt_${ids}`);
	const text = body(rawBody.toString());
	const framed = lines.some((each) => /^(content-length|transfer-encoding)/i.test(each));
	const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	return [line, ...(host === '' ? [] : [host]), ...own, ...lines, ...(framed ? [] : [`Content-Length: ${text.length}`]), '', text].join(
		'\r\n',
	);
}
const closing = ['Connection: close'];
const at = (path: string): Wire => ({ line: `POST ${path} HTTP/1.1`, lines: closing });
const having = (...lines: readonly string[]): Wire => ({ lines: [...closing, ...lines] });
const chunked = (body: Wire['body'], ...lines: readonly string[]): Wire => ({
	...having('Transfer-Encoding: chunked', ...lines),
	...(body && { body }),
});
const hex = (text: string) => text.length.toString(16);
const smuggled = () => '0\r\n\r\nPOST /webhooks/github HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n';

/** The statuses of all answers, as sent, and the code of the last; `-` when the connection ends without one. */
function answersOf(reply: string): string {
	const statuses = [...reply.matchAll(/HTTP\/1\.1 (\d{3}) [^\r]*\r\n/g)].map(([, status]) => status);
	const code = /"code":"([a-z-]+)"/.exec(reply)?.[1];
	return [...statuses, ...(code === undefined ? [] : [code])].join(' ') || '-';
}
const unknown = '404 source-unknown';
const forged = '401 signature-invalid';
const notPost = '405 method-not-allowed';

/** What is sent, its answers, and the functions that it reached. An answer without a code is Node's own: no request came out of the bytes. */
type Row = readonly [string, Wire | string, string, ...string[]];

const targets: readonly Row[] = [
	['the path', at('/webhooks/stripe'), '200', 'stripe'],
	['an encoded slash', at('/webhooks%2Fstripe'), unknown],
	['an encoded letter', at('/webhooks/%73tripe'), unknown],
	['a dot segment', at('/webhooks/./stripe'), unknown],
	['two dots', at('/webhooks/stripe/../github'), unknown],
	['two dots, encoded', at('/webhooks/stripe/%2e%2e/github'), unknown],
	['NUL, encoded', at('/webhooks/stripe%00'), unknown],
	['NUL', at('/webhooks/stripe\0'), '400'],
	['a control byte', at('/webhooks/stripe\u0001'), '400'],
	['a tab', at('/webhooks/stripe\t'), '400'],
	['backslashes', at('\\webhooks\\stripe'), '400'],
	['a byte over 127', at('/webhooks/stripe\u00e9'), '400'],
	['a space', at('/webhooks/stripe x'), '400'],
	['two slashes first', at('//webhooks/stripe'), unknown],
	['two slashes within', at('/webhooks//stripe'), unknown],
	['a slash last', at('/webhooks/stripe/'), unknown],
	['upper case', at('/WEBHOOKS/STRIPE'), unknown],
	['a parameter of a segment', at('/webhooks/stripe;x=1'), unknown],
	['a fragment', at('/webhooks/stripe#x'), unknown],
	['another path in its query', at('/webhooks/github?/webhooks/stripe'), forged, 'github'],
	['the absolute form', at('http://x/webhooks/stripe'), '200', 'stripe'],
	['the absolute form with a user', at('http://u:p@x/webhooks/stripe'), '200', 'stripe'],
	['the absolute form twice', at('http://x/http://y/webhooks/stripe'), unknown],
	['the absolute form of another scheme', at('ftp://x/webhooks/stripe'), unknown],
	['the absolute form without a path', at('http://x?/webhooks/stripe'), unknown],
	['a host and a port', at('x:80'), '400'],
	['an asterisk', { line: 'OPTIONS * HTTP/1.1', lines: closing }, unknown],
	['20,000 letters', at(`/${'a'.repeat(20_000)}`), '431'],
];

const heads: readonly Row[] = [
	['200 headers', having(...Array.from({ length: 200 }, (_, each) => `x-${each}: 1`)), '200', 'stripe'],
	['a header of 15 KB', having(`x: ${'a'.repeat(15_000)}`), '200', 'stripe'],
	['a header of 16 KB', having(`x: ${'a'.repeat(16_384)}`), '431'],
	['3,000 headers', having(...Array(3_000).fill('a: ')), '431'],
	['a space in a name', having('x y: 1'), '400'],
	['no name', having(': x'), '400'],
	['NUL in a value', having('x: a\0b'), '400'],
	['a control byte in a value', having('x: \u0001'), '400'],
	['CR in a value', having('x: a\rb'), '400'],
	['a folded value', having('x: a\r\n b'), '400'],
	['a byte over 127 in a value', having('x: \u00ff'), '200', 'stripe'],
	['LF alone at the ends of lines', 'POST /webhooks/stripe HTTP/1.1\nHost: x\nContent-Length: 0\n\n', '400'],
	['no Host', { host: '', lines: closing }, '400'],
	// Nothing reads it: a URL that is signed is made of the gateway's own name.
	['an empty Host', { host: 'Host:', lines: closing }, '200', 'stripe'],
	['two Hosts', having('Host: y'), '200', 'stripe'],
	['a malformed Host', { host: 'Host: a b<>:99999/..', lines: closing }, '200', 'stripe'],
	['a signature twice', having('Stripe-Signature: t=1,v1=00'), forged, 'stripe'],
];

const lengths: readonly Row[] = [
	['a length twice', { lines: ['Content-Length: 3', 'Content-Length: 3'] }, '400'],
	['two lengths', { lines: ['Content-Length: 3', 'Content-Length: 0'] }, '400'],
	['a list of lengths', { lines: ['Content-Length: 3, 3'] }, '400'],
	['a negative length', { lines: ['Content-Length: -1'] }, '400'],
	['a length with a sign', { lines: ['Content-Length: +5'] }, '400'],
	['a length in hex', { lines: ['Content-Length: 0x5'] }, '400'],
	['an empty length', { lines: ['Content-Length: '] }, '400'],
	['a length beyond 64 bits', { lines: [`Content-Length: ${'9'.repeat(30)}`] }, '400'],
	['a length over the limit, and no body', { lines: ['Content-Length: 65537'], body: () => '' }, '413 body-too-large'],
	['a body shorter than its length', { lines: ['Content-Length: 5000'] }, '408'],
	['chunks and a length', { lines: ['Transfer-Encoding: chunked', 'Content-Length: 4'], body: smuggled }, '400'],
	['a length and chunks', { lines: ['Content-Length: 4', 'Transfer-Encoding: chunked'], body: smuggled }, '400'],
	['chunks that are not last', { lines: ['Transfer-Encoding: chunked, identity'], body: smuggled }, '400'],
	['an encoding like chunks', { lines: ['Transfer-Encoding: xchunked'], body: smuggled }, '400'],
	['chunks after a vertical tab', { lines: ['Transfer-Encoding: \u000bchunked'], body: smuggled }, '400'],
	['chunks on a folded line', { lines: ['Transfer-Encoding:\r\n chunked', 'Content-Length: 5'], body: smuggled }, '400'],
	['chunks with a space after the name', { lines: ['Transfer-Encoding : chunked', 'Content-Length: 5'], body: smuggled }, '400'],
	['chunks twice', { lines: ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], body: smuggled }, '400'],
	['chunks', chunked((text) => `${hex(text)}\r\n${text}\r\n0\r\n\r\n`), '200', 'stripe'],
	['chunks with extensions', chunked((text) => `${hex(text)};a=b;c="d"\r\n${text}\r\n0;e\r\n\r\n`), '200', 'stripe'],
	['a signature in the trailers', chunked((text) => `${hex(text)}\r\n${text}\r\n0\r\nStripe-Signature: t=1\r\n\r\n`), '200', 'stripe'],
	['extensions of 20,000 letters', chunked(() => `1;${'a'.repeat(20_000)}\r\nx\r\n0\r\n\r\n`), '413'],
	['trailers of 30,000 letters', chunked(() => `1\r\nx\r\n0\r\n${'x: y\r\n'.repeat(5_000)}\r\n`), '431'],
	['a chunk beyond 64 bits', chunked(() => `${'f'.repeat(17)}\r\nx\r\n0\r\n\r\n`), '400'],
	['a chunk of a negative size', chunked(() => '-1\r\nx\r\n0\r\n\r\n'), '400'],
	['a chunk longer than its size', chunked(() => '1\r\nxy\r\n0\r\n\r\n'), '400'],
	['LF alone at the ends of chunks', chunked(() => '1\nx\n0\n\n'), '400'],
	['a chunk that never comes', chunked(() => '5\r\nx'), '408'],
	['a last chunk that never comes', chunked((text) => `${hex(text)}\r\n${text}\r\n`), '408'],
];

const methods: readonly Row[] = [
	...['GET', 'PUT', 'TRACE', 'PROPFIND', 'OPTIONS'].map(
		(method): Row => [method, { line: `${method} /webhooks/stripe HTTP/1.1`, lines: closing }, notPost, 'stripe'],
	),
	['HEAD', { line: 'HEAD /webhooks/stripe HTTP/1.1', lines: closing }, '405', 'stripe'],
	['a method in lower case', { line: 'post /webhooks/stripe HTTP/1.1' }, '400'],
	['a method that nobody knows', { line: 'HACK /webhooks/stripe HTTP/1.1' }, '400'],
	['CONNECT', { line: 'CONNECT x:80 HTTP/1.1' }, '-'],
	['HTTP/1.0', { line: 'POST /webhooks/stripe HTTP/1.0', host: '' }, '200', 'stripe'],
	['HTTP/0.9', 'GET /webhooks/stripe\r\n\r\n', notPost, 'stripe'],
	['HTTP/9.9', { line: 'POST /webhooks/stripe HTTP/9.9' }, '400'],
	["HTTP/2's first words", 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '400'],
	["TLS's first words", '\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003', '400'],
	['no HTTP', 'hello\r\n\r\n', '400'],
	['nothing more than a line', 'GET /webhooks/stripe\r\n', '408'],
	['nothing at all', '', '408'],
	['empty lines first', `\r\n\r\n${wire({ lines: closing })}`, '200', 'stripe'],
	['Expect: 100-continue', having('Expect: 100-continue'), '100 200', 'stripe'],
	['Expect: 100-continue for a path of nobody', { ...at('/nobody'), lines: [...closing, 'Expect: 100-continue'] }, unknown],
	['another expectation', having('Expect: 200-ok'), '417'],
	['an upgrade to WebSocket', { lines: ['Connection: Upgrade, close', 'Upgrade: websocket'] }, '200', 'stripe'],
	[
		'an upgrade to HTTP/2',
		{ lines: ['Connection: Upgrade, HTTP2-Settings, close', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'] },
		'200',
		'stripe',
	],
];

describe.each([
	['a target', targets],
	['a head', heads],
	['a length', lengths],
	['a method or a version', methods],
])('%s on the wire', (_, rows) => {
	it.each(rows)('%s', async (_name, sent, answer, ...reached) => {
		const reply = await exchange(served.port, Buffer.from(typeof sent === 'string' ? sent : wire(sent), 'latin1'));

		expect([answersOf(reply), served.reached.slice(before.reached)]).toEqual([answer, reached]);
		expect((await kept()) - before.kept).toBe(answer.endsWith('200') ? 1 : 0);
		expect(served.on.lines.filter((line) => !line.startsWith('delivery '))).toEqual([]);
	});
});

describe('what follows on the same connection', () => {
	const follower = () => wire({ lines: closing });

	it.each<[string, () => string, string, readonly string[]]>([
		['a delivery', () => wire({}), '200 200', ['stripe', 'stripe']],
		['a forged one', () => wire({ lines: ['X: y'], body: (text) => `${text} ` }), '401 200 signature-invalid', ['stripe', 'stripe']],
		// Whoever says that the connection ends must not act on what comes then: its answer could not be sent.
		['a path of nobody', () => wire({ line: 'POST /nobody HTTP/1.1' }), unknown, []],
		['a path of nobody, without a body', () => 'GET /nobody HTTP/1.1\r\nHost: x\r\n\r\n', unknown, []],
		['a body over the limit', () => wire({ body: () => 'x'.repeat(70_000) }), '413 body-too-large', []],
		[
			'chunks over the limit',
			() => wire({ lines: ['Transfer-Encoding: chunked'], body: (text) => `11170\r\n${text.padEnd(70_000)}\r\n0\r\n\r\n` }),
			'413 body-too-large',
			[],
		],
	])('after %s', async (_, first, answer, reached) => {
		const reply = await exchange(served.port, Buffer.from(first() + follower(), 'latin1'));

		expect([answersOf(reply), served.reached.slice(before.reached)]).toEqual([answer, reached]);
	});

	it('as junk takes no answer from the delivery before it: that one is kept, so no 4xx may be its answer', async () => {
		const reply = await exchange(served.port, Buffer.from(`${wire({})}junk\r\n\r\n`, 'latin1'));

		expect(answersOf(reply)).toBe('-');
		expect([served.reached.slice(before.reached), (await kept()) - before.kept]).toEqual([['stripe'], 1]);
	});
});
