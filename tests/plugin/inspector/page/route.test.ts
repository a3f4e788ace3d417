import { describe, expect, it } from '@jest/globals';
import { formatRoute, listQuery, noFilters, parseRoute, type Route } from '../../../../src/plugin/inspector/page/route.ts';

const now = Date.UTC(2026, 0, 15, 12);

describe('a route', () => {
	it.each<Route>([
		{ screen: 'list', filters: noFilters },
		{ screen: 'list', filters: { text: 'a&b=c #/?%', source: 'stripe-eu', type: 'invoice.paid', status: 'dead', within: '1h' } },
		{ screen: 'event', source: 'stripe', id: 'evt_1' },
		{ screen: 'event', source: 'partner', id: '../?x=1#/%2f <b>ש' },
		{ screen: 'request', requestId: 'a/b' },
	])('reads as it was written: %j', (route) => {
		expect(parseRoute(formatRoute(route))).toEqual(route);
	});

	it.each(['', '#', '#/', '#/nothing', '#/event', '#/event/stripe', '#/request/', '#/?within=ever', '#token=x'])(
		'%j is the whole list',
		(hash) => {
			expect(parseRoute(hash)).toEqual({ screen: 'list', filters: noFilters });
		},
	);

	it('that is wrongly encoded is read as it stands', () => {
		expect(parseRoute('#/event/stripe/100%')).toEqual({ screen: 'event', source: 'stripe', id: '100%' });
	});
});

describe('the query of a list', () => {
	it('leaves out what is not narrowed, and turns a span into a time', () => {
		expect(listQuery(noFilters, now)).toEqual({});
		expect(listQuery({ ...noFilters, status: 'dead', within: '15m' }, now)).toEqual({ status: 'dead', since: String(now - 900_000) });
	});
});
