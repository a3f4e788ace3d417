import { HttpRequest } from '@azure/functions';
import { describe, expect, it } from '@jest/globals';
import { copyOf, readEvent, receiptOf } from '../../../src/clouds/azure/read-event.ts';
import { type TriggerInput, triggerInput } from '../../../src/clouds/azure/trigger-input.ts';
import { isStranger } from '../../../src/clouds/read-message.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';
import { encodeMessage, messageFor } from '../../../src/webhook/message.ts';
import { noon, sampleRecord } from '../../ports/sample-record.ts';
import { contextOf, requestOf } from './invocation.ts';

const env = { WEBSITE_HOSTNAME: 'shop-prod.azurewebsites.net' };
const open = (input: TriggerInput, context = contextOf('stripe'), changes = {}) =>
	readEvent(triggerInput(input), { env: { ...env, ...changes }, now: () => noon, context });
const deliveryOf = async (sent: Partial<Delivery>, context = contextOf('stripe'), changes = {}) => {
	const request = requestOf(sent);
	const trigger = open({ kind: 'http', request, rawBody: Buffer.from(await request.arrayBuffer()) }, context, changes);
	if (trigger.kind !== 'delivery') throw new TypeError(trigger.kind);
	return trigger.delivery;
};

describe('a delivery', () => {
	it.each([Buffer.from('{"a":"Zoë \u{1f600}"}\r\n'), Buffer.from([0xff, 0, 0xfe, 0x80]), Buffer.alloc(0), Buffer.alloc(300_000, 0xe2)])(
		'has its exact bytes: %#',
		async (rawBody) => {
			expect((await deliveryOf({ rawBody })).rawBody.equals(rawBody)).toBe(true);
		},
	);

	it('has what the platform says of it, and headers by their names in lower case', async () => {
		const headers = { 'X-Twice': 'one,two', cookie: 'a=1; b=2' };

		expect(await deliveryOf({ method: 'PUT', path: '/webhooks/stripe', query: 'a=%20b&a=c', headers })).toMatchObject({
			requestId: 'a1b2c3d4-0000-4000-8000-000000000001',
			receivedAt: noon,
			method: 'PUT',
			path: '/webhooks/stripe',
			query: 'a=%20b&a=c',
			url: 'https://shop-prod.azurewebsites.net/webhooks/stripe?a=%20b&a=c',
			headers: { 'x-twice': 'one,two', cookie: 'a=1; b=2' },
		});
	});

	it.each([
		['a=%27b%2f+%zz', 'a=%27b%2f+%zz'],
		['a=', 'a='],
		['', ''],
		// The class Request writes some characters anew: https://url.spec.whatwg.org/#query-percent-encode-set
		["a='b'", 'a=%27b%27'],
		['a="<é>', 'a=%22%3C%C3%A9%3E'],
	])('with the query %j has %j', async (query, expected) => {
		expect((await deliveryOf({ query })).query).toBe(expected);
	});

	it('has the URL that senders were told, where there is one, and never the host that a header names', async () => {
		const request = new HttpRequest({ method: 'POST', url: 'https://evil.example/webhooks/stripe?a=b', headers: { host: 'evil.example' } });
		const urlWith = (changes: object) => {
			const trigger = open({ kind: 'http', request, rawBody: Buffer.alloc(0) }, contextOf('stripe'), changes);
			return trigger.kind === 'delivery' ? trigger.delivery.url : '';
		};

		expect([urlWith({ WEBHOOK_PUBLIC_URL: 'https://hooks.example.com/ ' }), urlWith({})]).toEqual([
			'https://hooks.example.com/webhooks/stripe?a=b',
			'https://shop-prod.azurewebsites.net/webhooks/stripe?a=b',
		]);
	});

	it.each([
		['203.0.113.7:51234', '203.0.113.7'],
		['203.0.113.7', '203.0.113.7'],
		['198.51.100.1, 198.51.100.2:1,203.0.113.7:443', '203.0.113.7'],
		['[2001:db8::1]:443', '2001:db8::1'],
		['2001:db8::1', '2001:db8::1'],
		['', ''],
	])('that was forwarded for %j came from %j, whatever else the sender says', async (forwarded, expected) => {
		const others = { 'x-azure-clientip': '10.0.0.1', 'x-azure-socketip': '10.0.0.1', 'client-ip': '10.0.0.1', 'x-real-ip': '10.0.0.1' };

		expect((await deliveryOf({ headers: { ...others, 'x-forwarded-for': forwarded } })).remoteAddress).toBe(expected);
	});

	const own = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
	const within = (traceParent?: string) => contextOf('stripe', { traceContext: { ...(traceParent !== undefined && { traceParent }) } });
	it('is in the trace of the host, and in a new one where that is the sender’s, or is none', async () => {
		const theirs = { traceparent: own.replace('b7ad6b7169203331', 'aaaaaaaaaaaaaaaa') };

		expect((await deliveryOf({}, within(own))).traceparent).toBe(own);
		for (const [headers, context] of [
			[theirs, within(own)],
			[{ traceparent: own.toUpperCase() }, within(own)],
			[{}, within()],
			[{}, within('|7d4e.1.')],
			[{}, within('00-00000000000000000000000000000000-b7ad6b7169203331-01')],
		] as const) {
			const { traceparent } = await deliveryOf({ headers }, context);
			expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
			expect(traceparent).not.toContain('0af7651916cd43dd8448eb211c80319c');
		}
	});
});

describe('a message of a queue', () => {
	const message = messageFor(sampleRecord({ id: 'é' }), 'ledger');
	const text = encodeMessage(message);
	const read = (given: unknown, metadata: Record<string, unknown> = { id: 'm1', dequeueCount: 1 }) => {
		const trigger = open({ kind: 'queue', queue: 'ledger', message: given }, contextOf('ledger', { triggerMetadata: metadata }));
		if (trigger.kind !== 'messages') throw new TypeError(trigger.kind);
		return trigger;
	};

	it.each([
		['text', text],
		['what the host made of it', JSON.parse(text)],
	])('is as it was sent, as %s, and where it came from is known', (_, given) => {
		const { messages, requestId } = read(given);

		expect([messages, requestId]).toEqual([[message], 'a1b2c3d4-0000-4000-8000-000000000001']);
		expect(messages.map(receiptOf)).toEqual([{ queue: 'ledger', copies: 0 }]);
	});

	it('that is a copy is as the first one was, and the next copy is counted', () => {
		const [first] = read(text).messages;
		const [second] = read(JSON.parse(copyOf(first ?? message))).messages;

		expect([second, second && receiptOf(second).copies, second && JSON.parse(copyOf(second)).copies]).toEqual([message, 1, 2]);
	});

	it('that the host brings again came before', () => {
		const again = (dequeueCount: number) => read(text, { id: 'm1', dequeueCount }).again?.size;

		expect([again(1), again(2)]).toEqual([0, 1]);
	});

	it.each(['', 'text', {}, null, [], 1, { specversion: '1.0', id: 1 }])('that is %j is a stranger', (given) => {
		expect(read(given).messages.map(isStranger)).toEqual([true]);
	});

	it('that came from no queue has no receipt', () => {
		expect(() => receiptOf(message)).toThrow('no queue');
	});
});

it.each([
	[{ kind: 'http', request: {}, rawBody: '' }],
	[{ kind: 'queue', queue: 'ledger', message: '' }],
	[{ sku: 1 }],
	[undefined],
	[null],
	['text'],
])('%j, which the host did not give, is a call with that payload', (input) => {
	expect(readEvent(input, { env, now: () => noon, context: contextOf('stock') })).toEqual({ kind: 'call', payload: input });
});
