import { describe, expect, it } from '@jest/globals';
import { checkNames } from '../../../src/plugin/aws/limits.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { samplePlan } from './sample-plan.ts';

const { routes } = samplePlan();
const long = 'a'.repeat(55);
const endpoint = (path: string): Route => ({ function: path, source: 'stripe', ack: 'stored', path });

describe('the names of a service on AWS', () => {
	it('given names that AWS takes → nothing to say', () => {
		expect(() => checkNames(routes, { stripe: { name: 'shop-prod-stripe' }, 'invoice-paid': {} })).not.toThrow();
	});

	it.each([
		['a function of our name', { 'webhook-sweep': {} }, 'function "webhook-sweep": the gateway has a function of this name itself'],
		[
			'a name of its own',
			{ a: { name: 'mine' } },
			'function "a": "name: mine" must go, since the gateway finds functions by "shop-prod-a"',
		],
		[
			'a name that is too long',
			{ [long]: {} },
			`function "${long}": its name on AWS, shop-prod-${long}, has 65 characters, and 64 is the most`,
		],
	])('given %s → one line', (_given, functions, message) => {
		expect(() => checkNames(routes, functions)).toThrow(expect.objectContaining({ name: 'Mistake', message }));
	});

	it.each([
		[['given-up'], 'function "given-up": its queue would be one that the gateway has itself'],
		[['a', 'a-dead'], 'function "a-dead": its queue would be that of the dead letters of "a"'],
		[['aDead', 'a'], 'function "aDead": its queue would be that of the dead letters of "a"'],
	])('given the functions %j, of which two queues would be one → one line', (names, message) => {
		const taking = names.map((name): Route => ({ function: name, source: 'stripe', type: 'invoice.paid', ack: 'stored' }));

		expect(() => checkNames({ ...routes, routes: taking }, {})).toThrow(`${message}; another name, please`);
	});

	it.each([
		['/hooks/a.b', '/hooks/ab'],
		['/Hooks', '/hooks'],
		['/a/b', '/ab'],
	])('given the paths %s and %s, which osls would make one route of → one line', (first, second) => {
		const both = { ...routes, routes: [endpoint(first), endpoint(second)] };

		expect(() => checkNames(both, {})).toThrow(`the path ${second} differs from ${first} in signs or case only`);
	});
});
