import { afterEach, describe, expect, it } from '@jest/globals';
import { readEvent } from '../../../src/clouds/local/read-event.ts';
import { httpEvent } from '../../http-event.ts';
import { delivery } from '../../local-platform.ts';

afterEach(() => {
	delete process.env.WEBHOOK_PUBLIC_URL;
});

const read = (changes: object = {}) => {
	const trigger = readEvent({ ...httpEvent(delivery(), false), ...changes });
	if (trigger.kind !== 'delivery') throw new TypeError(trigger.kind);
	return trigger.delivery;
};

describe('a delivery', () => {
	it.each([
		['text', '{"a":"Zoë"}', false],
		['base64', 'eyJhIjoiWm/DqyJ9', true],
	])('has the same bytes from %s', (_, body, isBase64Encoded) => {
		expect(read({ body, isBase64Encoded }).rawBody).toEqual(Buffer.from('{"a":"Zoë"}'));
	});

	it.each([
		'{}',
		'{"a":"Zoë"}',
		`{"a":"${'x'.repeat(100)}\u{1f480}"}`,
		'ë'.repeat(1000),
		'\u{1f480}'.repeat(1000),
		`${'x'.repeat(80)}${'ë'.repeat(10)}`,
		`${'x'.repeat(80)}${'ë'.repeat(11)}`,
	])('has the bytes of its text, and the text beside them', (body) => {
		const { rawBody, text } = read({ body });

		expect(rawBody).toEqual(Buffer.from(body));
		expect([text?.of === rawBody, text?.value]).toEqual([true, body]);
	});

	it.each(['"\ud800"', `"${'x'.repeat(100)}\udc00"`])(
		'whose text has half a character is what the bytes say, and has no other text',
		(body) => {
			const { rawBody, text } = read({ body });

			expect(rawBody).toEqual(Buffer.from(body));
			expect(rawBody.includes('\ufffd')).toBe(true);
			expect(text).toBeUndefined();
		},
	);

	it.each([false, true])('has no bytes without a body, marked as base64: %j', (isBase64Encoded) => {
		expect(read({ body: undefined, isBase64Encoded }).rawBody).toEqual(Buffer.alloc(0));
	});

	it('keeps bytes that are no UTF-8', () => {
		expect(read({ body: '/wA=', isBase64Encoded: true }).rawBody).toEqual(Buffer.from([0xff, 0]));
	});

	it('has lower-case headers, and its cookies among them', () => {
		expect(read({ headers: { 'X-A': '1' }, cookies: ['a=1', 'b=2'] }).headers).toEqual({ 'x-a': '1', cookie: 'a=1; b=2' });
	});

	it.each([
		[undefined, 'http://hooks.example.com/webhooks/stripe?a=%20b'],
		['', 'http://hooks.example.com/webhooks/stripe?a=%20b'],
		['  ', 'http://hooks.example.com/webhooks/stripe?a=%20b'],
		['https://public.example', 'https://public.example/webhooks/stripe?a=%20b'],
		['https://public.example/stage/', 'https://public.example/stage/webhooks/stripe?a=%20b'],
	])('has the URL that its sender was told, never one of a header, where WEBHOOK_PUBLIC_URL is %j', (value, url) => {
		if (value !== undefined) process.env.WEBHOOK_PUBLIC_URL = value;
		const headers = {
			host: 'evil.example',
			'x-forwarded-host': 'evil.example',
			'x-forwarded-proto': 'https',
			forwarded: 'host=evil.example',
		};

		expect(read({ headers, rawQueryString: 'a=%20b' }).url).toBe(url);
	});

	it('begins a trace of its own, whatever its sender says', () => {
		const theirs = 'ffffffffffffffffffffffffffffffff';
		const headers = { traceparent: `00-${theirs}-b7ad6b7169203331-01`, 'x-amzn-trace-id': 'Root=1-ffffffff-ffffffffffffffffffffffff' };

		const traces = [read({ headers }).traceparent, read({ headers }).traceparent];

		expect(traces).toEqual([expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/), expect.not.stringContaining(theirs)]);
		expect(new Set(traces.map((each) => each.slice(3, 35))).size).toBe(2);
	});

	it('has an id of its own where the platform gives none', () => {
		const context = httpEvent(delivery(), false).requestContext;

		expect(read({ requestContext: { ...context, requestId: '' } }).requestId).toMatch(/^[0-9a-f-]{36}$/);
	});
});

describe('what woke a function', () => {
	it.each([
		['messages', { eventSource: 'hookport', messages: [] }, 'messages'],
		['a payload', { id: 1 }, 'call'],
		['a payload that names another queue', { eventSource: 'aws:sqs', messages: [] }, 'call'],
		['a payload that only mentions a request', { requestContext: { stage: 'x' } }, 'call'],
		['nothing', undefined, 'call'],
		['null', null, 'call'],
	])('is told for %s', (_, input, kind) => {
		expect(readEvent(input).kind).toBe(kind);
	});
});
