import { describe, expect, it } from '@jest/globals';
import { checkTimeouts } from '../../../src/plugin/azure/check-timeouts.ts';
import { checkNames } from '../../../src/plugin/azure/names.ts';
import { readEnvironment } from '../../../src/plugin/azure/read-environment.ts';
import { readHost } from '../../../src/plugin/azure/read-host.ts';
import { readSettings } from '../../../src/plugin/azure/read-settings.ts';
import { subscriptionOf } from '../../../src/plugin/azure/subscription-of.ts';
import { templateOf } from '../../../src/plugin/azure/template.ts';
import { unkeptPace } from '../../../src/plugin/azure/unkept-pace.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { deployTemplate } from './fake-arm/deploy-template.ts';
import { samplePlan } from './sample-plan.ts';

const id = '11111111-2222-3333-4444-555555555555';
const stage = { service: 'shop', stage: 'prod' };
const takes = (name: string): Route => ({ function: name, source: 'stripe', type: 'invoice.paid', ack: 'stored' });
const planWith = (...names: readonly string[]) => {
	const { routes } = samplePlan();
	return { routes: { ...routes, routes: names.map(takes), timeouts: Object.fromEntries(names.map((name) => [name, 10])) } };
};

describe('custom.webhook.azure', () => {
	it('given nothing → keeps what it has, and logs for 30 days', () => {
		expect(readSettings(undefined)).toEqual({ throwAway: false, logRetentionDays: 30, operators: [] });
	});

	it('given null, as a param leaves it → the same', () => {
		expect(readSettings({ operators: null, publicUrl: null })).toEqual(readSettings(undefined));
	});

	it.each([
		[{ alarmEmail: 'a@b.c' }, 'custom.webhook.azure: unknown key "alarmEmail"'],
		[{ throwAway: 'yes' }, 'custom.webhook.azure.throwAway: it must be true or false'],
		[{ logRetentionDays: 7 }, 'custom.webhook.azure.logRetentionDays: it must be a whole number of days from 30 to 730'],
		[{ logRetentionDays: 731 }, 'from 30 to 730'],
		[
			{ publicUrl: 'http://hooks.example.com' },
			'custom.webhook.azure.publicUrl: "http://hooks.example.com" is no address such as https://',
		],
		[{ publicUrl: 'https://hooks.example.com?a' }, 'is no address'],
		[{ operators: ['me@example.com'] }, 'custom.webhook.azure.operators: "me@example.com" is no object id'],
		[{ operators: [] }, 'custom.webhook.azure.operators: it must be a list that is not empty'],
	])('given %j → one line that names it', (settings, line) => {
		expect(() => readSettings(settings)).toThrow(expect.objectContaining({ name: 'Mistake', message: expect.stringContaining(line) }));
	});
});

describe('provider', () => {
	it('given a region → the group of the stage, Node 22 and 2 GB', () => {
		expect(readHost({ region: 'westeurope' }, stage)).toEqual({
			region: 'westeurope',
			resourceGroup: 'shop-prod',
			version: '22',
			memory: 2048,
			maximumInstances: 40,
		});
	});

	it.each([
		[{}, 'provider.region: it must be a text'],
		[{ region: 'West Europe' }, 'provider.region: "West Europe" is no region such as westeurope'],
		[{ region: 'westeurope', resourceGroup: 'a.' }, 'provider.resourceGroup: "a." must be at most 90 letters'],
		[{ region: 'westeurope', resourceGroup: 'a/b' }, 'provider.resourceGroup'],
	])('given %j → one line that names it', (provider, line) => {
		expect(() => readHost(provider, stage)).toThrow(expect.objectContaining({ name: 'Mistake', message: expect.stringContaining(line) }));
	});

	it.each([
		[{ subscription: id }, {}, id],
		[{}, { AZURE_SUBSCRIPTION_ID: id.toUpperCase() }, id],
	])('given %j and %j → the subscription', (provider, env, found) => {
		expect(subscriptionOf(provider, env)).toBe(found);
	});

	it.each([
		[{}, {}, 'provider.subscription: there is none, nor AZURE_SUBSCRIPTION_ID; az account show --query id'],
		[{ subscription: 'Pay-As-You-Go' }, {}, 'provider.subscription: "Pay-As-You-Go" is no id of a subscription'],
		[{ subscription: `${id}/x` }, {}, 'is no id of a subscription'],
	])('given %j and %j → one line', (provider, env, line) => {
		expect(() => subscriptionOf(provider, env)).toThrow(line);
	});
});

describe('environment', () => {
	it('given that of the provider and of functions → one for all, where they say the same', () => {
		const functions = { a: { environment: { URL: 'x', N: 1 } }, b: { environment: { URL: 'x' } }, c: {} };

		expect(readEnvironment({ ALL: true }, functions)).toEqual({ ALL: 'true', URL: 'x', N: '1' });
	});

	it('given what Azure would take for an expression → the text that stands for it', () => {
		expect(readEnvironment({ A: '[concat()]', B: '[open', C: '["list"]' }, {})).toEqual({ A: '[[concat()]', B: '[open', C: '[["list"]' });
	});

	it.each([
		[{ URL: 'x' }, { a: { environment: { URL: 'y' } } }, 'function "a": environment.URL is another of provider'],
		[
			{},
			{ a: { environment: { URL: 'x' } }, b: { environment: { URL: 'y' } } },
			'function "b": environment.URL is another of function "a"',
		],
		[{ WEBHOOK_VAULT: 'x' }, {}, 'provider.environment.WEBHOOK_VAULT: that one is set by the gateway or by Azure'],
		[{ SCM_DO_BUILD_DURING_DEPLOYMENT: 'true' }, {}, 'that one is set by the gateway or by Azure'],
		[{ 'A-B': 'x' }, {}, 'provider.environment.A-B: a name is letters, digits and _'],
		[{ A: { B: 1 } }, {}, 'provider.environment.A: it must be a text'],
	])('given %j and %j → one line', (common, functions, line) => {
		expect(() => readEnvironment(common, functions)).toThrow(line);
	});
});

describe('the pace of a queue', () => {
	it('given by a function → is told to have no effect', () => {
		const functions = {
			a: { events: [{ webhook: { source: 's', type: 't', maximumConcurrency: 5 } }] },
			b: { events: [{ webhook: 's' }] },
		};

		expect(unkeptPace(functions)).toEqual([
			'function "a": maximumConcurrency has no effect on Azure, where all queues of an app share one setting',
		]);
	});
});

describe('names on Azure', () => {
	it.each(['paid', 'a-1', `a${'b'.repeat(55)}`])('takes a queue of function %s', (name) => {
		expect(() => checkNames(planWith(name))).not.toThrow();
	});

	it.each([
		['Invoice', '3 to 56 lower case letters, digits and single hyphens'],
		['invoice_paid', '3 to 56 lower case letters'],
		['a--b', '3 to 56 lower case letters'],
		['ab', '3 to 56 lower case letters'],
		['a'.repeat(57), '3 to 56 lower case letters'],
		['1st-invoice', 'begins with a letter'],
		['host', 'no function may be called so'],
		['webhook-sweep', 'the gateway has a function of this name itself'],
	])('refuses a function %s that takes events', (name, line) => {
		expect(() => checkNames(planWith(name))).toThrow(expect.objectContaining({ name: 'Mistake', message: expect.stringContaining(line) }));
	});

	it.each([
		['/admin/stripe', 'is one that Azure keeps for itself'],
		['/Runtime', 'is one that Azure keeps for itself'],
		['/WEBHOOKS/stripe', 'is the same as /webhooks/stripe on Azure, where case does not count'],
	])('refuses the path %s', (path, line) => {
		const { routes } = samplePlan();
		const other = { function: 'other', source: 'stripe', ack: 'stored', path } as const;

		expect(() => checkNames({ routes: { ...routes, routes: [...routes.routes, other] } })).toThrow(
			expect.objectContaining({ name: 'Mistake', message: expect.stringContaining(line) }),
		);
	});

	it.each(['-dead', '-poison'])('refuses a function whose queue would be that of another %s', (ending) => {
		expect(() => checkNames(planWith('paid', `paid${ending}`))).toThrow(
			`function "paid${ending}": that is the queue of what "paid" could not do`,
		);
	});

	it.each([
		['a', 'b'],
		['a-very-long-name-of-a-service-that-nobody-would-want-to-type', 'and-a-long-stage'],
		['Shop', 'Prod'],
		['1', '2'],
		['shop-', '-prod-'],
	])('given the service %s at stage %s → Azure takes the names of all that there is', (service, name) => {
		const plan = samplePlan();
		const template = templateOf({ ...plan, routes: { ...plan.routes, service, stage: name } });

		const { resources } = deployTemplate(template, { subscription: id, group: 'any', parameters: { vaultMode: 'default' } });

		expect(resources.length).toBeGreaterThan(40);
	});

	it('refuses a time-out that Azure would not wait for where a sender does', () => {
		const { routes } = samplePlan();
		const slow = { routes: { ...routes, timeouts: { ...routes.timeouts, command: 231 } } };

		expect(() => checkTimeouts(slow)).toThrow('function "command": timeout is 231 s, and Azure gives up an answer after 230');
		expect(() => checkTimeouts({ routes: { ...routes, timeouts: { ...routes.timeouts, 'invoice-paid': 600 } } })).not.toThrow();
	});
});
