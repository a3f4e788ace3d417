import { describe, expect, it } from '@jest/globals';
import { checkLimits } from '../../../src/plugin/google/limits.ts';
import { readProvider } from '../../../src/plugin/google/read-provider.ts';
import { readSettings } from '../../../src/plugin/google/read-settings.ts';
import type { Routes } from '../../../src/webhook/source.ts';
import { samplePlan as awsPlan, sampleRoutes } from '../aws/sample-plan.ts';

const { routes } = awsPlan();
const sample: Routes = { ...routes, routes: sampleRoutes.map(({ retry: _, ...route }) => route) };
const named = (name: string): Partial<Routes> => ({ timeouts: { ...sample.timeouts, [name]: 10 } });
const long = 'a'.repeat(60);

const beyond: readonly (readonly [what: string, routes: Partial<Routes>, message: string])[] = [
	['a service in capitals', { service: 'Shop' }, 'service and stage: "Shop-prod" must be lower case letters, digits and hyphens on Google'],
	['a long service', { service: long }, `service and stage: "${long}-prod" has more than the 55 characters that Google leaves`],
	['a name with an underscore', named('a_b'), 'function "a_b": on Google its name must be lower case letters, digits and hyphens'],
	['a long name', named(long), `function "${long}": its name on Google, shop-prod-${long}, has 70 characters, and 63 is the most`],
	['the name of ours', named('webhook-waker'), 'function "webhook-waker": the gateway has one of this name itself'],
	[
		'the name of a queue side',
		named('command-queue'),
		'function "command-queue": the replays of "command" have this name on Google; another name, please',
	],
	[
		'the name of another’s dead letters',
		{
			...named('invoice-paid-dead'),
			routes: [...sample.routes, { function: 'invoice-paid-dead', source: 'stripe', type: 'x', ack: 'stored' }],
		},
		'function "invoice-paid-dead": its queue would be that of the dead letters of "invoice-paid"; another name, please',
	],
	[
		'more attempts than Pub/Sub has deliveries to spare',
		{ retry: { attempts: 91, backoff: 1 } },
		'function "invoice-paid": "retry.attempts" is 90 at most on Google, where Pub/Sub gives up after 100 deliveries',
	],
	[
		'a run that is longer than Pub/Sub waits',
		{ timeouts: { ...sample.timeouts, 'invoice-paid': 586 } },
		'function "invoice-paid": "timeout" is 585 seconds at most on Google for what a queue wakes',
	],
	['a run of hours', { timeouts: { ...sample.timeouts, stripe: 3601 } }, 'function "stripe": "timeout" is 3600 seconds at most on Google'],
];

describe('the limits of Google', () => {
	it('take the sample', () => {
		expect(() => checkLimits(sample)).not.toThrow();
	});

	it.each(beyond)('given %s → one line that says where and what', (_what, more, message) => {
		expect(() => checkLimits({ ...sample, ...more })).toThrow(expect.objectContaining({ name: 'Mistake', message }));
	});
});

const mistakes: readonly (readonly [given: string, settings: unknown, message: string])[] = [
	['an unknown key', { throwaway: true }, 'custom.webhook.google: unknown key "throwaway"; did you mean "throwAway"?'],
	['a flag in words', { throwAway: 'yes' }, 'custom.webhook.google.throwAway: it must be true or false'],
	['a plain URL', { publicUrl: 'http://a.b' }, 'custom.webhook.google.publicUrl: "http://a.b" is no URL such as https://hooks.example.com'],
	['half an instance', { minInstances: 0.5 }, 'custom.webhook.google.minInstances: it must be a whole number from 0 to 1000'],
	['no instance', { maxInstances: 0 }, 'custom.webhook.google.maxInstances: it must be a whole number from 1 to 1000'],
	[
		'more warm ones than there may be',
		{ minInstances: 3, maxInstances: 2 },
		'custom.webhook.google.minInstances: it must be at most maxInstances',
	],
];

describe('the settings of Google', () => {
	it('given none, or what a param leaves open → what is kept stays, nothing is kept warm', () => {
		const none = { throwAway: false, minInstances: 0, maxInstances: 20 };

		expect([readSettings(undefined), readSettings({ publicUrl: null, throwAway: null })]).toEqual([none, none]);
	});

	it.each(mistakes)('given %s → one line that says where and what', (_given, settings, message) => {
		expect(() => readSettings(settings)).toThrow(expect.objectContaining({ name: 'Mistake', message }));
	});

	it.each([
		[
			'no project',
			{ region: 'europe-west1' },
			{},
			'provider.project: say which, by its id; a stage may have its own: npx sls deploy --param project=<id>',
		],
		['no region', { project: 'my-project' }, {}, 'provider.region: say which, such as europe-west1'],
		[
			'a variable of the gateway’s own',
			{ project: 'my-project', region: 'europe-west1' },
			{ stripe: { environment: { WEBHOOK_BUCKET: 'x' } } },
			'function "stripe": the environment\'s WEBHOOK_BUCKET is set by the gateway or by Google, or is a secret\'s name; remove it',
		],
		...['PORT', 'K_SERVICE', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_API_KEY_PREVIOUS', 'STRIPE_WEBHOOK_SECRET_RETIRED'].map(
			(name): [string, object, Parameters<typeof readProvider>[1], string] => [
				`the variable ${name}`,
				{ project: 'my-project', region: 'europe-west1' },
				{ stripe: { environment: { [name]: 'x' } } },
				`function "stripe": the environment's ${name} is set by the gateway or by Google, or is a secret's name; remove it`,
			],
		),
	])('given %s → one line that says where and what', (_given, provider, functions, message) => {
		expect(() => readProvider(provider, functions)).toThrow(expect.objectContaining({ name: 'Mistake', message }));
	});
});
