import { createHmac } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { maxBody, secret } from './probe-service.ts';
import type { RawRequest } from './raw-request.ts';

export type Case = {
	/** The function whose URL it goes to. */
	readonly to: 'echo' | 'probe' | 'dropbox' | 'reply';
	readonly request: RawRequest;
	/** Sent so many times, one after the other; each has the same answer. */
	readonly times?: number;
};

type Headers = RawRequest['headers'];

const bytes = (text: string) => Buffer.from(text);
const type = (value: string): NonNullable<Headers> => [['Content-Type', value]];
const json = type('application/json');

const echoed = (body?: Buffer, headers: Headers = [], more: Partial<RawRequest> = {}): Case => ({
	to: 'echo',
	request: { target: '/webhooks/echo', headers, ...(body && { body }), ...more },
});

const signed = (to: 'probe' | 'reply', body: Buffer, headers: Headers, secretUsed = secret): Case => ({
	to,
	request: {
		target: to === 'probe' ? '/webhooks/probe' : '/webhooks/probe/reply',
		headers: [...(headers ?? []), ['X-Signature', createHmac('sha256', secretUsed).update(body).digest('hex')]],
		body,
	},
});

const event = (id: string, body: Buffer, headers: Headers = json) =>
	signed('probe', body, [...(headers ?? []), ['X-Id', id], ['X-Type', 'kept']]);
const replied = (id: string, reply: unknown): Case =>
	signed('reply', bytes(JSON.stringify({ reply })), [...json, ['X-Id', id], ['X-Type', 'reply']]);

const boundary = 'b0undary';
const multipart = Buffer.concat([
	bytes(`--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n`),
	Buffer.from([0, 1, 0xff, 0xfe, 0x0d, 0x0a, 0x80]),
	bytes(`\r\n--${boundary}--\r\n`),
]);
const invalid = Buffer.from([0x7b, 0x22, 0xff, 0xc3, 0x28, 0x22, 0x7d]);

/** The bytes, and all else that our code is to see of a request as it was sent. */
const seen: Readonly<Record<string, Case>> = {
	'JSON with odd spaces': echoed(bytes('  {"a" :\t1.0,\r\n "b":1e2 }\n'), json),
	'JSON with a byte order mark': echoed(bytes('\ufeff{"a":1}'), json),
	'JSON with emoji, in its letters and escaped': echoed(bytes('{"a":"\u{1f600}","b":"\\ud83d\\ude00","c":"\u2028"}'), json),
	'JSON that is a text': echoed(bytes('"a text"'), json),
	'JSON that is null': echoed(bytes('null'), json),
	'malformed JSON': echoed(bytes('{"a":'), json),
	'JSON in UTF-16, by its charset': echoed(Buffer.from('{"a":1}', 'utf16le'), type('application/json; charset=utf-16le')),
	'JSON in Latin-1, by its charset': echoed(Buffer.from('{"a":"é"}', 'latin1'), type('application/json; charset=iso-8859-1')),
	'JSON of another kind (*+json)': echoed(bytes('{"specversion": "1.0"}'), type('application/vnd.example+json')),
	'CloudEvents JSON': echoed(bytes('{"specversion": "1.0"}'), type('application/cloudevents+json')),
	'malformed CloudEvents JSON': echoed(bytes('{"specversion"'), type('application/cloudevents+json')),
	'a form': echoed(bytes('a=1&a=2&b=%20+%C3%A9&c'), type('application/x-www-form-urlencoded')),
	'a form with 1,001 fields': echoed(bytes(Array(1001).fill('a=1').join('&')), type('application/x-www-form-urlencoded')),
	'a form with 33 levels of nesting': echoed(bytes(`a${'[b]'.repeat(33)}=1`), type('application/x-www-form-urlencoded')),
	'multipart with binary': echoed(multipart, type(`multipart/form-data; boundary=${boundary}`)),
	'bytes of no kind': echoed(Buffer.from([0, 255, 128, 10, 13, 0]), type('application/octet-stream')),
	'an image': echoed(Buffer.from('89504e470d0a1a0a0000000d', 'hex'), type('image/png')),
	text: echoed(bytes('Zoë \u{1f600}\r\n'), type('text/plain')),
	'text in a charset that nobody knows': echoed(bytes('abc'), type('text/plain; charset=x-unknown')),
	XML: echoed(bytes('<?xml version="1.0"?>\n<a>é</a>'), type('application/xml')),
	'no content type': echoed(bytes('{"a":1}')),
	'a content type that is none': echoed(bytes('{"a":1}'), type('nonsense')),
	'invalid UTF-8 as JSON': echoed(invalid, json),
	'invalid UTF-8 as text': echoed(invalid, type('text/plain')),
	'Latin-1 as text': echoed(Buffer.from('Zoë', 'latin1'), type('text/plain; charset=iso-8859-1')),
	'NUL in JSON': echoed(Buffer.from('{"a":"\0"}'), type('application/octet-stream')),
	'an empty body': echoed(Buffer.alloc(0), json),
	'no body and no length': echoed(),
	'a chunked body': echoed(bytes('{"a":"chunked"}'), json, { chunked: true }),
	'an empty chunked body': echoed(Buffer.alloc(0), json, { chunked: true }),
	'a gzipped body': echoed(gzipSync('{"a":"gzipped"}'), [...json, ['Content-Encoding', 'gzip']]),
	'a deflated body': echoed(deflateSync('{"a":"deflated"}'), [...json, ['Content-Encoding', 'deflate']]),
	'a body that only says it is gzipped': echoed(bytes('{"a":1}'), [...json, ['Content-Encoding', 'gzip']]),
	'a body of a coding that nobody knows': echoed(bytes('{"a":1}'), [...json, ['Content-Encoding', 'x-unknown']]),
	'a gzip bomb of 32 MB in 32 KB': echoed(gzipSync(Buffer.alloc(32 * 1024 * 1024)), [
		...type('application/octet-stream'),
		['Content-Encoding', 'gzip'],
	]),
	'a header twice': echoed(bytes('{}'), [...json, ['X-Twice', 'one'], ['X-Twice', 'two, three']]),
	'a header that is empty': echoed(bytes('{}'), [...json, ['X-Empty', '']]),
	'content type twice': echoed(bytes('{}'), [...json, ['Content-Type', 'text/plain']]),
	'authorization twice': echoed(bytes('{}'), [...json, ['Authorization', 'Bearer one'], ['Authorization', 'Bearer two']]),
	'cookies in one header': echoed(bytes('{}'), [...json, ['Cookie', 'a=1; b="2"']]),
	'cookies in two headers': echoed(bytes('{}'), [...json, ['Cookie', 'a=1'], ['Cookie', 'b=2']]),
	'an address that the sender makes up': echoed(bytes('{}'), [
		...json,
		['X-Forwarded-For', '203.0.113.7'],
		['X-Real-Ip', '203.0.113.7'],
		['Forwarded', 'for=203.0.113.7'],
	]),
	'a trace of the sender': echoed(bytes('{}'), [...json, ['Traceparent', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`]]),
	'a repeated query key': echoed(bytes('{}'), json, { target: '/webhooks/echo?a=1&b=2&a=3&a' }),
	'a query with odd encoding': echoed(bytes('{}'), json, { target: '/webhooks/echo?a=%7e%C3%a9+%20&b=%&c=%zz&d=~!*()[]' }),
	'a query with quotes and brackets': echoed(bytes('{}'), json, { target: '/webhooks/echo?a=\'1\'&b="2"&c=<3>&d={4}|^`' }),
	'a query with a second question mark': echoed(bytes('{}'), json, { target: '/webhooks/echo?a=1?b=2' }),
	'an empty query': echoed(bytes('{}'), json, { target: '/webhooks/echo?' }),
	'a GET': echoed(undefined, [], { method: 'GET', target: '/webhooks/echo?a=1' }),
	'a GET with a body': echoed(bytes('{"a":1}'), json, { method: 'GET' }),
	'a HEAD': echoed(undefined, [], { method: 'HEAD' }),
	'a PUT': echoed(bytes('{"a":1}'), json, { method: 'PUT' }),
	'a PATCH': echoed(bytes('{"a":1}'), json, { method: 'PATCH' }),
	'a DELETE': echoed(undefined, [], { method: 'DELETE' }),
	'an OPTIONS': echoed(
		undefined,
		[
			['Origin', 'https://example.com'],
			['Access-Control-Request-Method', 'POST'],
		],
		{ method: 'OPTIONS' },
	),
	'a path that is encoded for no need': echoed(bytes('{}'), json, { target: '/webhooks/%65cho' }),
	'a path with odd encoding': echoed(bytes('{}'), json, { target: '/webhooks/%zz' }),
	'a path with a slash at its end': echoed(bytes('{}'), json, { target: '/webhooks/echo/' }),
	'a path in capitals': echoed(bytes('{}'), json, { target: '/Webhooks/ECHO' }),
	'a path with dots': echoed(bytes('{}'), json, { target: '/webhooks/x/../echo' }),
	'a path that nobody has': echoed(bytes('{}'), json, { target: '/nobody' }),
	'/favicon.ico': echoed(undefined, [], { method: 'GET', target: '/favicon.ico' }),
	'/robots.txt': echoed(undefined, [], { method: 'GET', target: '/robots.txt' }),
};

/** What the chain answers. */
const answered: Readonly<Record<string, Case>> = {
	'an event': event('1', bytes('{"a" : 1}')),
	'an event twice': { ...event('2', bytes('{"a":2}')), times: 2 },
	'an event of bytes beyond ASCII': event('3', bytes('{"a":"Zoë \u{1f600}"}')),
	'an event in a form': event('4', bytes('a=1&b=%C3%A9'), type('application/x-www-form-urlencoded')),
	'an event in UTF-8 with a byte order mark': event('5', bytes('\ufeff{"a":1}')),
	'a signed body that is malformed': event('6', bytes('{"a":')),
	'a signed body that is not UTF-8': event('7', invalid),
	'a signed body of a type that the provider does not send': event('8', bytes('abc'), type('text/plain')),
	'a signed body without content type': event('9', bytes('{}'), []),
	'a signed body with no id and no type': signed('probe', bytes('{}'), json),
	'a signed empty body': event('10', Buffer.alloc(0)),
	'a body at the limit': event('11', Buffer.concat([bytes('{"a":1}'), Buffer.alloc(maxBody - 7, ' ')])),
	'a body over the limit': event('12', Buffer.concat([bytes('{"a":1}'), Buffer.alloc(maxBody - 6, ' ')])),
	'a wrong signature': signed('probe', bytes('{"a":1}'), [...json, ['X-Id', '13'], ['X-Type', 'kept']], 'another secret'),
	'no signature': { to: 'probe', request: { target: '/webhooks/probe', headers: json, body: bytes('{"a":1}') } },
	'a signature twice': withHeader(event('14', bytes('{"a":14}')), ['X-Signature', 'ff']),
	'a GET where deliveries go': { to: 'probe', request: { method: 'GET', target: '/webhooks/probe' } },
	'a HEAD where deliveries go': { to: 'probe', request: { method: 'HEAD', target: '/webhooks/probe' } },
	'a PUT where deliveries go': { to: 'probe', request: { method: 'PUT', target: '/webhooks/probe', headers: json, body: bytes('{}') } },
	'an OPTIONS where deliveries go': { to: 'probe', request: { method: 'OPTIONS', target: '/webhooks/probe' } },
	'a handshake by GET': { to: 'dropbox', request: { method: 'GET', target: '/webhooks/dropbox?challenge=a%20b%2Bc' } },
	'a reply with headers and a cookie': replied('20', {
		status: 202,
		headers: { 'content-type': 'text/x-own', 'x-own': 'a, b', 'set-cookie': 'a=1; Path=/; HttpOnly' },
		body: 'own',
	}),
	'a reply with nothing': replied('21', null),
	'a reply of 204': replied('22', { status: 204, headers: { 'x-own': '1' }, body: '' }),
	'a reply that is a text': replied('23', 'Zoë \u{1f600} \u0000 \u00ff'),
	'a reply that is a value': replied('24', { a: [1, 'é'] }),
	'a reply with a body and no content type': replied('25', { status: 200, headers: {}, body: 'bare' }),
	'a reply with no body and a content type': replied('26', { status: 200, headers: { 'content-type': 'text/plain' }, body: '' }),
	'a reply of 302': replied('27', { status: 302, headers: { location: 'https://example.com/' }, body: '' }),
	'a reply twice': { ...replied('28', { status: 200, headers: { 'x-own': 'kept' }, body: 'once' }), times: 2 },
	'a function that fails': replied('29', 'throw'),
	'a payload that does not fit': signed('reply', bytes('{}'), [...json, ['X-Id', '30'], ['X-Type', 'reply']]),
};

function withHeader(one: Case, header: readonly [string, string]): Case {
	return { ...one, request: { ...one.request, headers: [...(one.request.headers ?? []), header] } };
}

export const deliveries = { ...seen, ...answered };
export type DeliveryName = keyof typeof deliveries;
