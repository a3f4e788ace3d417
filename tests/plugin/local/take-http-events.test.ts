import { describe, expect, it } from '@jest/globals';
import { takeHttpEvents } from '../../../src/plugin/local/take-http-events.ts';

describe("the user's own httpApi events", () => {
	it.each([
		['*', { method: '*', path: '*' }],
		['GET /orders/{id}', { method: 'GET', path: '/orders/{id}' }],
		['  post   /orders ', { method: 'post', path: '/orders' }],
		['* /any/{rest+}', { method: '*', path: '/any/{rest+}' }],
		[
			{ method: 'GET', path: '/orders', authorizer: 'x' },
			{ method: 'GET', path: '/orders' },
		],
	])('given %o → our gateway serves it, and serverless-offline sees it no more', (httpApi, route) => {
		const functions = { orders: { handler: 'x', events: [{ httpApi }, { schedule: 'rate(1 hour)' }, { webhook: 'stripe' }] } };

		expect(takeHttpEvents(functions)).toEqual([{ functionName: 'orders', ...route }]);
		expect(functions.orders.events).toEqual([{ schedule: 'rate(1 hour)' }, { webhook: 'stripe' }]);
	});

	it('given functions without events → nothing', () => {
		expect(takeHttpEvents({ a: { handler: 'x' }, b: { handler: 'x', events: ['sns'] } })).toEqual([]);
	});

	it.each([
		[{ http: 'GET /orders' }, 'function "orders": the local run serves no "http" events, use "httpApi"'],
		[{ httpApi: 'GET' }, 'function "orders": httpApi: it must be a text that is not empty'],
		[{ httpApi: { path: '/orders' } }, 'function "orders": httpApi.method: it must be a text that is not empty'],
		[{ httpApi: { method: 'GET' } }, 'function "orders": httpApi.path: it must be a text that is not empty'],
		[{ httpApi: ['GET /'] }, 'function "orders": httpApi: it must be a map of keys and values'],
	])('given %o → one line', (event, message) => {
		const taking = () => takeHttpEvents({ orders: { handler: 'x', events: [event] } });

		expect(taking).toThrow(expect.objectContaining({ name: 'Mistake', message }));
	});
});
