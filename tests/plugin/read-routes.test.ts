import { describe, expect, it } from '@jest/globals';
import { json } from '../../src/parsers/json.ts';
import { type Known, readRoutes, type Service } from '../../src/plugin/read-routes.ts';
import type { DirectProvider } from '../../src/webhook/provider.ts';
import { provider } from './provider.ts';

function configure(options: Readonly<Record<string, unknown>>): DirectProvider {
	if (options.header === undefined) throw new Error('header: it must name the header of the signature');
	return provider('hmac');
}

const known: Known = {
	providers: {
		stripe: { ...provider('stripe'), contentTypes: { 'application/json': json } },
		slack: provider('slack'),
		'standard-webhooks': provider('standard-webhooks'),
		hmac: { id: 'hmac', options: ['header', 'algorithm', 'encoding'], configure },
	},
	types: (id) => (id === 'stripe' ? ['invoice.paid', 'charge.refunded'] : undefined),
	handlerText: (handler) => texts[handler.replace(/\.\w+$/, '')],
	modules: () => Object.keys(texts),
};

const texts: Readonly<Record<string, string>> = {
	endpoint: 'export const handler = receive(providers[source]);',
	stripe: 'export const handler = receive(stripe);',
	paid: "export const handler = onEvent(stripe, 'invoice.paid', {}, run);",
	both: "export const handler = onEvent(\n\tstripe,\n\t['invoice.paid', 'charge.refunded'], {}, run);",
	user: 'export const handler = onEvent(standardWebhooks, "user.created", {}, run);',
	command: "export const handler = onEvent(slack, 'slash_command', {}, run);",
	any: 'export const handler = somethingElse();',
};

function service(functions: Service['functions'], webhook?: unknown): Service {
	return { service: 'hookport', stage: 'dev', timeout: 6, webhook, functions };
}

function fn(handler: string, ...webhooks: unknown[]): Service['functions'][string] {
	return { handler: `${handler}.handler`, events: webhooks.map((webhook) => ({ webhook })) };
}

const endpoint = fn('endpoint', 'stripe');

describe('the routes of a service', () => {
	it('given a source named like a provider and no entry for it → the source has the defaults, and its endpoint a path', () => {
		const { sources, routes } = readRoutes(service({ stripe: endpoint }), known);

		expect(sources).toEqual({ stripe: { name: 'stripe', provider: 'stripe', maxBody: 1024 * 1024 } });
		expect(routes).toEqual([{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' }]);
	});

	it('given a stored and a handled function → only the handled one has a path, its own where it names one', () => {
		const { routes } = readRoutes(
			service({
				stripe: endpoint,
				paid: fn('paid', { source: 'stripe', type: 'invoice.paid' }),
				command: fn('command', { source: 'slack', type: 'slash_command', ack: 'handled' }),
				named: fn('command', { source: 'slack', type: 'slash_command', ack: 'handled', path: '/slack' }),
			}),
			known,
		);

		expect(routes.map(({ function: name, ack, path }) => [name, ack, path])).toEqual([
			['stripe', 'stored', '/webhooks/stripe'],
			['paid', 'stored', undefined],
			['command', 'handled', '/webhooks/slack/command'],
			['named', 'handled', '/slack'],
		]);
	});

	it.each([
		['1h', 3_600_000],
		['3d', 259_200_000],
		[null, undefined],
	])('given the retention %j → %j milliseconds', (retention, milliseconds) => {
		const { sources } = readRoutes(service({ stripe: endpoint }, { sources: { stripe: { retention } } }), known);

		expect(sources.stripe?.retention).toBe(milliseconds);
	});

	it('given what a source redacts and encrypts → its paths key by key, and nothing where it says nothing', () => {
		const keeping = { encrypt: true, redact: { drop: ['a.*.b c'], hash: ['user[mail]'] } };
		const of = (entry: object) => readRoutes(service({ stripe: endpoint }, { sources: { stripe: entry } }), known).sources.stripe;

		expect(of(keeping)).toMatchObject({
			encrypt: true,
			redact: [
				{ path: ['a', '*', 'b c'], act: 'drop' },
				{ path: ['user[mail]'], act: 'hash' },
			],
		});
		expect(of({ encrypt: false, redact: null })).toEqual({ name: 'stripe', provider: 'stripe', maxBody: 1024 * 1024 });
	});

	it('given two sources of one provider and one function for both → a route for each', () => {
		const both = fn('paid', { source: 'stripe', type: 'invoice.paid' }, { source: 'stripe-eu', type: 'invoice.paid' });

		const { sources, routes } = readRoutes(
			service({ stripe: endpoint, 'stripe-eu': fn('endpoint', 'stripe-eu'), both }, { sources: { 'stripe-eu': { provider: 'stripe' } } }),
			known,
		);

		expect(sources['stripe-eu']?.provider).toBe('stripe');
		expect(routes.filter((route) => route.function === 'both').map((route) => route.source)).toEqual(['stripe', 'stripe-eu']);
	});

	it("given a configured family → its limits, its checks of the caller, and the rest as the family's options", () => {
		const partner = {
			provider: 'hmac',
			header: 'x-signature',
			maxBody: '256kb',
			authenticate: { apiKey: 'X-Api-Key', bearer: true, ips: ['203.0.113.0/24', '2001:db8::1'] },
		};

		const { sources } = readRoutes(service({ partner: fn('endpoint', 'partner') }, { sources: { partner } }), known);

		expect(sources.partner).toEqual({
			name: 'partner',
			provider: 'hmac',
			maxBody: 256 * 1024,
			authenticate: { apiKey: 'x-api-key', bearer: true, ips: ['203.0.113.0/24', '2001:db8::1'] },
			options: { header: 'x-signature' },
		});
	});

	it('given functions with and without a time-out, and one without webhook events → the seconds of each', () => {
		const { timeouts } = readRoutes(service({ stripe: endpoint, reserve: { handler: 'any.handler', timeout: 20 } }), known);

		expect(timeouts).toEqual({ stripe: 6, reserve: 20 });
	});

	it('given a type that only the source adds → it is taken', () => {
		const { routes } = readRoutes(
			service(
				{ stripe: endpoint, next: fn('any', { source: 'stripe', type: 'invoice.new' }) },
				{ sources: { stripe: { types: ['invoice.new'] } } },
			),
			known,
		);

		expect(routes[1]?.type).toBe('invoice.new');
	});

	it('given one function for two types of a source that wait for the answer → one URL for both', () => {
		const both = fn(
			'both',
			{ source: 'stripe', type: 'invoice.paid', ack: 'handled' },
			{ source: 'stripe', type: 'charge.refunded', ack: 'handled' },
		);

		const { routes } = readRoutes(service({ both }), known);

		expect(routes.map((route) => route.path)).toEqual(['/webhooks/stripe/both', '/webhooks/stripe/both']);
	});

	it("given a retry and a filter of one event → they are its own, and what the retry does not say is the service's", () => {
		const filter = { amount: [{ numeric: ['>', 0] }] };

		const { routes, retry } = readRoutes(
			service({ stripe: endpoint, paid: fn('paid', { ...paid, retry: { attempts: 2 }, filter }) }, { retry: { backoff: 60 } }),
			known,
		);

		expect(routes[1]).toMatchObject({ function: 'paid', retry: { attempts: 2, backoff: 60 }, filter });
		expect(retry).toEqual({ attempts: 8, backoff: 60 });
	});

	it('given a number of attempts → it replaces the default, and the rest stays', () => {
		expect(readRoutes(service({}, { retry: { attempts: 3 } }), known).retry).toEqual({ attempts: 3, backoff: 10 });
	});
});

const paid = { source: 'stripe', type: 'invoice.paid' };
const withSource = (entry: unknown): Service => service({}, { sources: { partner: entry } });

const mistakes: readonly (readonly [given: string, service: Service, message: string])[] = [
	['an unknown source', service({ stripe: fn('endpoint', 'strpe') }), 'function "stripe": unknown source "strpe"; did you mean "stripe"?'],
	[
		'a source that is named after a provider, and configured nowhere',
		service({ a: fn('endpoint', 'stripe-eu') }),
		'function "a": unknown source "stripe-eu" (a name of your own goes into custom.webhook.sources, as stripe-eu: { provider: stripe }); it may be stripe, slack, standard-webhooks, hmac',
	],
	[
		'a source that nothing is like',
		service({ a: fn('endpoint', 'warehouse') }),
		'function "a": unknown source "warehouse"; it may be stripe, slack, standard-webhooks, hmac',
	],
	[
		'a provider misspelt',
		withSource({ provider: 'stirpe' }),
		'custom.webhook.sources.partner: unknown provider "stirpe"; did you mean "stripe"?',
	],
	[
		'a source that is neither',
		withSource(null),
		'custom.webhook.sources.partner: unknown provider "partner"; it may be stripe, slack, standard-webhooks, hmac',
	],
	[
		'a source whose name fits no URL',
		service({}, { sources: { 'My Shop': { provider: 'stripe' } } }),
		"custom.webhook.sources.My Shop: a source's name is lower case letters, digits and hyphens",
	],
	[
		'a bad option of a family',
		withSource({ provider: 'hmac' }),
		'custom.webhook.sources.partner: header: it must name the header of the signature',
	],
	[
		'a misspelt key of a source of a configured family',
		withSource({ provider: 'hmac', header: 'x-signature', encodign: 'hex' }),
		'custom.webhook.sources.partner: unknown key "encodign"; did you mean "encoding"?',
	],
	[
		'an unknown key of a source',
		withSource({ provider: 'stripe', maxbody: 1 }),
		'custom.webhook.sources.partner: unknown key "maxbody"; did you mean "maxBody"?',
	],
	[
		'a size without sense',
		withSource({ provider: 'stripe', maxBody: 'big' }),
		'custom.webhook.sources.partner.maxBody: it must be a size such as 256kb or 1mb, not "big"',
	],
	[
		'a size of nothing',
		withSource({ provider: 'stripe', maxBody: 0 }),
		'custom.webhook.sources.partner.maxBody: it must be a size such as 256kb or 1mb, not "0"',
	],
	[
		'a misspelt check of the caller',
		withSource({ provider: 'stripe', authenticate: { apikey: 'x-key' } }),
		'custom.webhook.sources.partner.authenticate: unknown key "apikey"; did you mean "apiKey"?',
	],
	[
		'a range too long',
		withSource({ provider: 'stripe', authenticate: { ips: ['10.0.0.0/33'] } }),
		'custom.webhook.sources.partner.authenticate.ips: "10.0.0.0/33" is neither an address nor a range such as 203.0.113.0/24',
	],
	[
		'no range at all',
		withSource({ provider: 'stripe', authenticate: { ips: [] } }),
		'custom.webhook.sources.partner.authenticate.ips: it must be a list that is not empty',
	],
	[
		'two checks in one header',
		withSource({ provider: 'stripe', authenticate: { bearer: true, basic: true } }),
		"custom.webhook.sources.partner.authenticate: bearer and basic can't both be asked for, they share one header",
	],
	[
		'a flag in words',
		withSource({ provider: 'stripe', authenticate: { bearer: 'yes' } }),
		'custom.webhook.sources.partner.authenticate.bearer: it must be true or false',
	],
	[
		'a flag in words for encrypt',
		withSource({ provider: 'stripe', encrypt: 'yes' }),
		'custom.webhook.sources.partner.encrypt: it must be true or false',
	],
	[
		'a time too short to keep anything',
		withSource({ provider: 'stripe', retention: '0h' }),
		'custom.webhook.sources.partner.retention: it must be a time from 1h to 30d, such as 12h or 3d, not "0h"',
	],
	[
		'a time longer than a stage is looked over',
		withSource({ provider: 'stripe', retention: '31d' }),
		'custom.webhook.sources.partner.retention: it must be a time from 1h to 30d, such as 12h or 3d, not "31d"',
	],
	[
		'a time without a unit',
		withSource({ provider: 'stripe', retention: 7 }),
		'custom.webhook.sources.partner.retention: it must be a time from 1h to 30d, such as 12h or 3d, not "7"',
	],
	[
		'redact with nothing to redact',
		withSource({ provider: 'stripe', redact: { drop: null } }),
		'custom.webhook.sources.partner.redact: it names no path in drop or hash; list some, or leave it out',
	],
	[
		'an unknown way to redact',
		withSource({ provider: 'stripe', redact: { dorp: ['a'] } }),
		'custom.webhook.sources.partner.redact: unknown key "dorp"; did you mean "drop"?',
	],
	[
		'paths that are no list',
		withSource({ provider: 'stripe', redact: { drop: 'a.b' } }),
		'custom.webhook.sources.partner.redact.drop: it must be a list that is not empty',
	],
	...['a..b', '.a', 'a.', '$.a', 'a.b*', 'a[0].b', 'a[*].b'].map((path): [string, Service, string] => [
		`a path such as ${path}`,
		withSource({ provider: 'stripe', redact: { hash: ['a.*.b', path] } }),
		`custom.webhook.sources.partner.redact.hash: "${path}" is no path; write keys with dots between them, and * for every key or element: items.*.email`,
	]),
	[
		'a path to drop and to hash',
		withSource({ provider: 'stripe', redact: { drop: ['a.b'], hash: ['a.b'] } }),
		'custom.webhook.sources.partner.redact: "a.b" is both in drop and in hash; leave it in one of them',
	],
	[
		'redact where nothing can be',
		withSource({ provider: 'slack', redact: { drop: ['a'] } }),
		'custom.webhook.sources.partner.redact: bodies of slack are of no format that can be redacted; leave it out, or set encrypt: true',
	],
	[
		'an unknown type',
		service({ stripe: endpoint, a: fn('paid', { source: 'stripe', type: 'invoice.payed' }) }),
		'function "a": stripe sends no type "invoice.payed" (a new one goes into custom.webhook.sources.stripe.types); did you mean "invoice.paid"?',
	],
	[
		"a type that is not its file's",
		service({ stripe: endpoint, a: fn('paid', { source: 'stripe', type: 'charge.refunded' }) }),
		'function "a": its type is "charge.refunded" in serverless.yml, but "invoice.paid" in its file',
	],
	[
		"a provider that is not its file's",
		service({ slack: fn('endpoint', 'slack'), a: fn('user', { source: 'slack', type: 'user.created' }) }),
		'function "a": its source "slack" is of the provider slack, but its file is written for standardWebhooks',
	],
	[
		'an endpoint whose file is a function',
		service({ a: fn('paid', 'stripe') }),
		'function "a": it has no type in serverless.yml, but its file takes "invoice.paid" of stripe',
	],
	[
		'a file that is not there',
		service({ a: fn('pain', 'stripe') }),
		'function "a": its handler\'s file pain.ts does not exist; did you mean "paid"?',
	],
	[
		'a file that is not there, of a function without webhook events',
		service({ a: { handler: 'comand.handler' } }),
		'function "a": its handler\'s file comand.ts does not exist; did you mean "command"?',
	],
	[
		'an export that is not there',
		service({ a: { handler: 'stripe.handlr', events: [{ webhook: 'stripe' }] } }),
		'function "a": its handler\'s file stripe.ts has no export "handlr"; did you mean "handler"?',
	],
	['no handler', service({ a: { events: [{ webhook: 'stripe' }] } }), 'function "a": it has no handler'],
	[
		"an endpoint of a provider that is not its file's",
		service({ a: fn('stripe', 'slack') }),
		'function "a": its source "slack" is of the provider slack, but its file is written for stripe',
	],
	[
		'a function whose file is an endpoint',
		service({ stripe: endpoint, a: fn('stripe', { source: 'stripe', type: 'invoice.paid' }) }),
		'function "a": its type is "invoice.paid" in serverless.yml, but its file is an endpoint, which takes every type',
	],
	[
		'a stored function without an endpoint',
		service({ a: fn('paid', paid) }),
		'function "a": no function is the endpoint of stripe; add one with "events: [{ webhook: stripe }]"',
	],
	[
		'an unknown key of an event',
		service({ a: fn('paid', { ...paid, typ: 1 }) }),
		'function "a": webhook: unknown key "typ"; did you mean "type"?',
	],
	[
		'an event without a source',
		service({ a: fn('paid', { type: 'invoice.paid' }) }),
		'function "a": webhook.source: it must be a text that is not empty',
	],
	['an empty event', service({ a: fn('paid', '') }), 'function "a": webhook.source: it must be a text that is not empty'],
	[
		'an unknown ack',
		service({ a: fn('paid', { ...paid, ack: 'handeled' }) }),
		'function "a": unknown ack "handeled"; did you mean "handled"?',
	],
	[
		'an ack of an endpoint',
		service({ a: fn('endpoint', { source: 'stripe', ack: 'handled' }) }),
		'function "a": "ack" needs a "type", an endpoint always answers once the event is stored',
	],
	[
		'a path of a stored function',
		service({ a: fn('paid', { ...paid, path: '/a' }) }),
		'function "a": "path" needs "ack: handled", senders don\'t post to a function whose events are stored',
	],
	[
		'a path with a wildcard',
		service({ a: fn('endpoint', { source: 'stripe', path: '/a/*' }) }),
		'function "a": "/a/*" is no path such as /webhooks/stripe',
	],
	[
		'two endpoints of one source',
		service({ a: endpoint, b: endpoint }),
		'function "b": the path /webhooks/stripe is function "a"\'s already',
	],
	[
		'one path of two sources',
		service({ a: fn('endpoint', { source: 'slack', path: '/webhooks/stripe' }), b: endpoint }),
		'function "b": the path /webhooks/stripe is function "a"\'s already',
	],
	[
		'one subscription twice',
		service({ stripe: endpoint, a: fn('paid', paid, paid) }),
		'function "a": it takes invoice.paid of stripe twice',
	],
	['an unknown key of ours', service({}, { source: {} }), 'custom.webhook: unknown key "source"; did you mean "sources"?'],
	['sources as a list', service({}, { sources: ['stripe'] }), 'custom.webhook.sources: it must be a map of keys and values'],
	[
		'no attempt at all of one event',
		service({ stripe: endpoint, a: fn('paid', { ...paid, retry: { attempts: 0 } }) }),
		'function "a": webhook.retry.attempts: it must be a whole number from 1 to 100',
	],
	[
		'two retries of one function',
		service({ stripe: endpoint, a: fn('both', { ...paid, retry: { attempts: 2 } }, { ...paid, type: 'charge.refunded' }) }),
		'function "a": "retry" must be the same in each of its webhook events, they share one queue',
	],
	[
		'a filter of an endpoint',
		service({ a: fn('endpoint', { source: 'stripe', filter: {} }) }),
		'function "a": "filter" needs a "type", an endpoint always answers once the event is stored',
	],
	[
		'a filter with an unknown operator',
		service({ stripe: endpoint, a: fn('paid', { ...paid, filter: { livemode: [{ equal: true }] } }) }),
		'function "a": webhook.filter.livemode: unknown operator "equal"; it may be prefix, suffix, equals-ignore-case, wildcard, numeric, exists, cidr, anything-but',
	],
	[
		'a single run at once',
		service({ stripe: endpoint, a: fn('paid', { ...paid, maximumConcurrency: 1 }) }),
		'function "a": webhook.maximumConcurrency: it must be a whole number from 2 to 1000',
	],
	[
		'a large batch',
		service({ stripe: endpoint, a: fn('paid', { ...paid, batchSize: 11 }) }),
		'function "a": webhook.batchSize: it must be a whole number from 1 to 10',
	],
	['no attempt at all', service({}, { retry: { attempts: 0 } }), 'custom.webhook.retry.attempts: it must be a whole number from 1 to 100'],
	[
		'a back-off in words',
		service({}, { retry: { backoff: '10s' } }),
		'custom.webhook.retry.backoff: it must be seconds, more than 0 and at most 900',
	],
];

describe('a mistake in serverless.yml', () => {
	it.each(mistakes)('given %s → one line that says where and what', (_given, mistaken, message) => {
		expect(() => readRoutes(mistaken, known)).toThrow(expect.objectContaining({ name: 'Mistake', message }));
	});
});
