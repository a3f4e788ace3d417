import { describe, expect, it } from '@jest/globals';
import { routesBy } from '../../src/webhook/routes-by.ts';
import type { Route } from '../../src/webhook/source.ts';

const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const paid: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const booked: Route = { function: 'book', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const elsewhere: Route = { function: 'book', source: 'stripe-eu', type: 'invoice.paid', ack: 'stored' };
const answered: Route = { function: 'answer', source: 'stripe', type: 'invoice.paid', ack: 'handled', path: '/webhooks/stripe/answer' };

describe('routesBy', () => {
	const routes = [endpoint, paid, booked, elsewhere, answered];
	const { ofFunction, ofType } = routesBy({ routes });

	it.each<[string, readonly Route[]]>([
		['stripe', [endpoint]],
		['book', [booked, elsewhere]],
		['constructor', []],
	])('finds the routes of %s, in their order', (name, found) => {
		expect(ofFunction(name)).toEqual(found);
	});

	it.each<[string, string | undefined, readonly Route[]]>([
		['stripe', 'invoice.paid', [paid, booked]],
		['stripe-eu', 'invoice.paid', [elsewhere]],
		['stripe', 'invoice.failed', []],
		['stripe', undefined, []],
	])('finds the functions that %s wakes with %s', (source, type, found) => {
		expect(ofType(source, type)).toEqual(found);
	});

	it('groups a list of routes once', () => {
		expect(routesBy({ routes })).toBe(routesBy({ routes }));
		expect(routesBy({ routes: [...routes] })).not.toBe(routesBy({ routes }));
	});
});
