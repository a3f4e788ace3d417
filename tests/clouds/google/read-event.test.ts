import { describe, expect, it } from '@jest/globals';
import { kindOf, readEvent } from '../../../src/clouds/google/read-event.ts';
import { isStranger } from '../../../src/clouds/read-message.ts';
import { encodeMessage, messageFor } from '../../../src/webhook/message.ts';
import { noon, sampleRecord } from '../../ports/sample-record.ts';
import { httpRequest, jsonRequest, pushRequest } from './google-requests.ts';

const url = 'https://europe-west1-test-project.cloudfunctions.net/shop-prod-stripe';
const place = { publicUrl: url, open: true, now: () => noon };
const deliveryOf = (input: unknown, publicUrl = url) => {
	const trigger = readEvent(input, { ...place, publicUrl });
	if (trigger.kind !== 'delivery') throw new TypeError(trigger.kind);
	return trigger.delivery;
};
const closed = (input: unknown) => readEvent(input, { ...place, open: false });

describe('a delivery', () => {
	it.each([
		['text', Buffer.from('{"a":"Zoë \u{1f600}"}\r\n')],
		['bytes', Buffer.from([0xff, 0, 0xfe, 0x80])],
	])('has its exact %s', (_, rawBody) => {
		expect(deliveryOf(httpRequest({ rawBody })).rawBody).toBe(rawBody);
	});

	it('without a body has no bytes', () => {
		expect(deliveryOf(httpRequest({ method: 'GET' })).rawBody).toEqual(Buffer.alloc(0));
	});

	it('has raw path and query, joined headers, its cookies, and the URL that senders were told', () => {
		const request = httpRequest({ path: '/webhooks/a%20b', query: 'a=%20b&a=c', method: 'post' });

		const delivery = deliveryOf(
			{ ...request, rawHeaders: ['X-Twice', 'one', 'cookie', 'a=1;b=2', 'x-twice', 'two', 'Cookie', 'c=3'] },
			`${url}/ `,
		);

		expect(delivery).toMatchObject({
			method: 'POST',
			path: '/webhooks/a%20b',
			query: 'a=%20b&a=c',
			url: `${url}/webhooks/a%20b?a=%20b&a=c`,
			headers: { 'x-twice': 'one,two', cookie: 'a=1; b=2; c=3' },
			receivedAt: noon,
		});
	});

	it.each([
		['the one entry', ['203.0.113.7'], '203.0.113.7'],
		['the last of what the sender began', ['10.0.0.1, 127.0.0.1,203.0.113.7'], '203.0.113.7'],
		['the last of two headers', ['10.0.0.1', '203.0.113.7'], '203.0.113.7'],
		['IPv6', ['2001:db8::1'], '2001:db8::1'],
		['the socket’s own, where there is no header', [], '192.0.2.1'],
	])('is from the address that Google’s front end saw: %s', (_, forwarded, expected) => {
		const rawHeaders = forwarded.flatMap((value) => ['X-Forwarded-For', value]);

		const { remoteAddress } = deliveryOf({ ...httpRequest({}), rawHeaders, socket: { remoteAddress: '::ffff:192.0.2.1' } });

		expect(remoteAddress).toBe(expected);
	});

	it('is in a trace of its own and has an id of its own, whatever its sender says', () => {
		const trace = 'f'.repeat(32);
		const headers = { traceparent: `00-${trace}-${'f'.repeat(16)}-01`, 'x-cloud-trace-context': `${trace}/1;o=1` };
		const [one, other] = [deliveryOf(httpRequest({ headers })), deliveryOf(httpRequest({ headers }))];

		expect(one.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
		expect([one.traceparent, other.traceparent].join()).not.toContain(trace);
		expect(new Set([one.traceparent, other.traceparent, one.requestId, other.requestId]).size).toBe(4);
	});

	it.each(['/_queue', '/_call', '/_sweep'])('to a function that anybody may post to is whatever comes, also at %s', (path) => {
		expect(deliveryOf(httpRequest({ path })).path).toBe(path);
	});
});

describe('what Pub/Sub pushes', () => {
	const message = messageFor(sampleRecord({ id: 'é' }), 'ledger');
	const data = Buffer.from(encodeMessage(message)).toString('base64');

	it.each([
		[undefined, false],
		[1, false],
		[2, true],
	])('is one message; delivered %j times it came before: %j', (deliveryAttempt, again) => {
		const request = pushRequest({ data, messageId: 'm7', ...(deliveryAttempt && { deliveryAttempt }) });

		const trigger = closed(request);

		if (trigger.kind !== 'messages') throw new TypeError(trigger.kind);
		expect([trigger.messages, trigger.requestId, trigger.again?.size]).toEqual([[message], 'm7', again ? 1 : 0]);
		expect(trigger.messages.every((one) => trigger.again?.has(one))).toBe(again);
	});

	it('is a stranger where it is not ours', () => {
		const trigger = closed(pushRequest({ data: Buffer.from('{"secret":"text"}').toString('base64') }));

		expect(trigger).toMatchObject({ kind: 'messages', messages: [{ id: 'm1' }] });
		expect(trigger.kind === 'messages' && trigger.messages.every(isStranger)).toBe(true);
	});

	it.each([[undefined], [[]], [{}], [{ message: {} }], [null]])('is refused as %j', (body) => {
		expect(() => closed(jsonRequest('/_queue', body))).toThrow('no message of Pub/Sub');
	});
});

describe('what else comes to a function that is not public', () => {
	it('at /_sweep is a call of nothing', () => {
		const request = jsonRequest('/_sweep', { payload: 'of the scheduler' });

		expect([closed(request), kindOf(request)]).toEqual([{ kind: 'call', payload: undefined }, 'call']);
	});

	it.each(['/', '/webhooks/stripe', '/_queue/', '/%5Fqueue', '/_call'])('is refused at %s', (path) => {
		expect(() => closed(jsonRequest(path, {}))).toThrow('nothing of this function is at this path');
	});

	it.each([[undefined], [{}], [{ kind: 'call' }]])('is refused as %j', (input) => {
		expect(() => closed(input)).toThrow('no request');
	});
});
