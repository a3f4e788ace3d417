import { describe, expect, it } from '@jest/globals';
import { readEvent, receiptOf } from '../../../src/clouds/aws/read-event.ts';
import { isStranger } from '../../../src/clouds/read-message.ts';
import { encodeMessage, messageFor } from '../../../src/webhook/message.ts';
import { sampleRecord } from '../../ports/sample-record.ts';
import { httpApiEvent, sqsEvent } from './lambda-events.ts';

const deliveryOf = (event: unknown, publicUrl?: string) => {
	const trigger = readEvent(event, { publicUrl });
	if (trigger.kind !== 'delivery') throw new TypeError(trigger.kind);
	return trigger.delivery;
};

describe('a delivery of an HTTP API', () => {
	const text = Buffer.from('{"a":"Zoë \u{1f600}"}\r\n');

	it.each([
		['text', false, text],
		['base64', true, text],
		['base64', true, Buffer.from([0xff, 0, 0xfe, 0x80])],
	])('has its exact bytes from %s', (_, base64, rawBody) => {
		expect(deliveryOf(httpApiEvent({ rawBody }, { base64 })).rawBody).toEqual(rawBody);
	});

	it.each([false, true])('without a body has no bytes, base64: %j', (base64) => {
		expect(deliveryOf({ ...httpApiEvent({}), isBase64Encoded: base64 }).rawBody).toEqual(Buffer.alloc(0));
	});

	it('has raw path and query, the platform’s view of the caller, joined headers and its cookies', () => {
		const event = httpApiEvent(
			{ path: '/webhooks/stripe', query: 'a=%20b&a=c', headers: { 'X-Twice': 'one,two' }, remoteAddress: '198.51.100.9' },
			{ cookies: ['a=1', 'b=2'] },
		);

		expect(deliveryOf(event)).toMatchObject({
			method: 'POST',
			path: '/webhooks/stripe',
			query: 'a=%20b&a=c',
			url: 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/webhooks/stripe?a=%20b&a=c',
			headers: { 'x-twice': 'one,two', cookie: 'a=1; b=2' },
			remoteAddress: '198.51.100.9',
			requestId: 'JKJaXmPLvHcESHA=',
			receivedAt: Date.UTC(2026, 0, 15, 12),
		});
	});

	it('is in the trace of X-Ray, whatever its sender says', () => {
		const headers = { traceparent: '00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-01' };
		const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

		const trigger = readEvent(httpApiEvent({ headers }), { trace });

		expect(trigger).toMatchObject({ delivery: { traceparent: '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01' } });
	});

	it('has the URL that senders were told, where there is one', () => {
		expect(deliveryOf(httpApiEvent({ query: 'a=b' }), 'https://hooks.example.com/').url).toBe(
			'https://hooks.example.com/webhooks/stripe?a=b',
		);
	});
});

describe('messages of a queue', () => {
	const queue = 'https://sqs.eu-central-1.amazonaws.com/000000000000/shop-prod-ledger';
	const message = messageFor(sampleRecord({ id: 'é' }), 'ledger');
	const taken = (body: string, messageId = 'm1') => ({ body, messageId, receiptHandle: `handle of ${messageId}` });
	const messagesOf = (event: unknown) => {
		const trigger = readEvent(event, {});
		if (trigger.kind !== 'messages') throw new TypeError(trigger.kind);
		return trigger.messages;
	};

	it('are known by the call that they came in', () => {
		const event = sqsEvent(queue, [taken(encodeMessage(message))]);

		expect(readEvent(event, { context: { awsRequestId: 'call-1' } })).toMatchObject({ requestId: 'call-1' });
		expect(readEvent(event, { context: undefined })).toMatchObject({ requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
	});

	it('are as they were sent, and where they came from is known', () => {
		const [found] = messagesOf(sqsEvent(queue, [taken(encodeMessage(message))]));

		expect(found).toEqual(message);
		expect(found && receiptOf(found)).toEqual({ messageId: 'm1', receiptHandle: 'handle of m1', queue: 'shop-prod-ledger' });
	});

	it.each(['', 'text', '{}', 'null', '[]', '{"specversion":"1.0","id":1}', JSON.stringify({ ...message, function: undefined })])(
		'of which one is %j hold it as a stranger beside the others',
		(body) => {
			const messages = messagesOf(sqsEvent(queue, [taken(body, 'm1'), taken(encodeMessage(message), 'm2')]));

			expect(messages.map(isStranger)).toEqual([true, false]);
			expect(messages.map((each) => receiptOf(each).messageId)).toEqual(['m1', 'm2']);
		},
	);

	it('that came from no queue have no receipt', () => {
		expect(() => receiptOf(message)).toThrow('no queue');
	});
});

it.each([
	[{ Records: [] }],
	[{ Records: [{ eventSource: 'aws:s3' }] }],
	[{ requestContext: {} }],
	[{ sku: 1 }],
	[undefined],
	[null],
	['text'],
])('%j is a call with that payload', (input) => {
	expect(readEvent(input, {})).toEqual({ kind: 'call', payload: input });
});
