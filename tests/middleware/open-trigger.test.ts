import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Answers, openTrigger } from '../../src/middleware/open-trigger.ts';
import type { Passage } from '../../src/middleware/step.ts';
import { hmac } from '../../src/providers/hmac.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { type Message, messageFor } from '../../src/webhook/message.ts';
import type { Trigger } from '../../src/webhook/ports.ts';
import type { ProviderFamily } from '../../src/webhook/provider.ts';
import { empty, type Reply } from '../../src/webhook/reply.ts';
import type { Route } from '../../src/webhook/source.ts';
import { delivery, localPlatform, type TestPlatform } from '../local-platform.ts';
import { sampleRecord, sampleRun } from '../ports/sample-record.ts';
import { failing } from './passage.ts';

const one: Route = { function: 'f', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const eu: Route = { function: 'f', source: 'stripe-eu', ack: 'stored', path: '/webhooks/stripe-eu' };

let on: TestPlatform;
const open = (routes: readonly Route[]) => {
	on = localPlatform('f', routes, { stripe: {}, 'stripe-eu': { provider: 'stripe' } });
};
beforeEach(() => open([one, eu]));
afterEach(() => on.close());

describe('a delivery', () => {
	async function post(path: string) {
		const passages: Passage[] = [];
		const answer = async (passage: Passage) => {
			passages.push(passage);
			return empty(202);
		};
		const input: Trigger = { kind: 'delivery', delivery: delivery({ path }) };
		const reply = (await openTrigger(stripe, { delivery: answer }, on)(input, {})) as Reply;
		return [reply.status, passages[0]?.source.name];
	}

	it.each([
		['/webhooks/stripe', 'stripe'],
		['/webhooks/stripe-eu', 'stripe-eu'],
		['/stage/webhooks/stripe-eu', 'stripe-eu'],
	])('to %s is of the source with that path', async (path, source) => {
		expect(await post(path)).toEqual([202, source]);
	});

	it.each([
		'/',
		'/webhooks/stripe/',
		'/webhooks/Stripe',
		'/webhooks/stripe-us',
		'/webhooks/stripe%2Deu',
		'/webhooks/stripe/../stripe-eu/x',
	])('to %s is of no source: 404', async (path) => {
		expect(await post(path)).toEqual([404, undefined]);
	});

	it.each(['/webhooks/stripe', '/behind/a/domain'])('to %s is of the only source, where its function has one URL', async (path) => {
		on.close();
		open([one]);

		expect(await post(path)).toEqual([202, 'stripe']);
	});

	it('is of the source whose path it has, and not of one whose path is the end of that', async () => {
		on.close();
		open([
			{ ...one, path: '/stripe' },
			{ ...eu, path: '/eu/stripe' },
		]);

		expect([await post('/eu/stripe'), await post('/stage/eu/stripe'), await post('/stripe')]).toEqual([
			[202, 'stripe-eu'],
			[202, 'stripe-eu'],
			[202, 'stripe'],
		]);
	});

	it('to a function without a URL is of no source', async () => {
		on.close();
		open([{ function: 'f', source: 'stripe', type: 'a', ack: 'stored' }]);

		expect(await post('/webhooks/stripe')).toEqual([404, undefined]);
	});
});

describe('messages', () => {
	const message = (id: string, source = 'stripe') => messageFor(sampleRecord({ id, source }), 'f');
	const send = async (messages: readonly Message[], answers: Answers) =>
		openTrigger(stripe, answers, on)({ kind: 'messages', messages }, {});
	const afterAWhile = { done: false, retryAfterSeconds: 10 };

	it('are settled each by itself: one that fails keeps none of the others', async () => {
		const answer = async ({ id }: Message) => (id === 'b' ? failing() : ({ done: true } as const));

		const dispositions = await send([message('a'), message('b'), message('c')], { message: answer });

		expect(dispositions).toEqual([{ done: true }, afterAWhile, { done: true }]);
		expect(on.lines.filter((line) => line.startsWith('message left in the queue'))).toHaveLength(1);
	});

	it('that come again are settled after the others, one by one', async () => {
		const messages = ['a', 'b', 'c', 'd'].map((id) => message(id));
		const trail: string[] = [];
		const answer = async ({ id }: Message) => {
			trail.push(`${id} begins`);
			await new Promise(setImmediate);
			trail.push(`${id} ends`);
			return { done: true } as const;
		};

		await openTrigger(stripe, { message: answer }, on)({ kind: 'messages', messages, again: new Set([messages[0], messages[2]]) }, {});

		const last = ['a begins', 'a ends', 'c begins', 'c ends'];
		expect(trail).toEqual(['b begins', 'd begins', 'b ends', 'd ends', ...last]);
	});

	it('of a source that is no longer there end dead with the reason, and can be replayed once it is back', async () => {
		const record = sampleRecord({ source: 'gone', functions: { f: sampleRun({ sent: true }) } });
		await on.cloud.events.insert(record, record.receivedAt);

		const dispositions = await send([messageFor(record, 'f')], { message: failing });

		const reason = 'serverless.yml has no source gone';
		expect(dispositions).toEqual([{ done: true }]);
		expect((await on.cloud.events.get(record))?.functions.f).toMatchObject({ status: 'dead', reason, sent: true });
		expect(await on.store.queue.letters({})).toMatchObject([{ function: 'f', reason }]);
	});

	it.each([null, undefined, 'text'])('stay in the queue whatever is thrown: %j', async (thrown) => {
		expect(await send([message('a')], { message: () => Promise.reject(thrown) })).toEqual([afterAWhile]);
	});

	it('are not for an endpoint', async () => {
		await expect(send([message('a')], { delivery: async () => empty() })).rejects.toThrow('f does not answer to a messages');
	});
});

it('a call is not for a function that takes events', async () => {
	await expect(openTrigger(stripe, {}, on)({ kind: 'call', payload: {} }, {})).rejects.toThrow('f does not answer to a call');
});

it('a family is configured once for each source, with that source’s options', async () => {
	on.close();
	on = localPlatform('f', [one, eu], { stripe: { options: { header: 'x-one' } }, 'stripe-eu': { options: { header: 'x-eu' } } });
	const configured: unknown[] = [];
	const family: ProviderFamily = {
		id: 'hmac',
		options: hmac.options,
		configure: (options) => {
			configured.push(options);
			return hmac.configure(options);
		},
	};
	const handler = openTrigger(
		family,
		{ delivery: async ({ provider }) => empty(provider.scheme.credentials[0] === 'x-eu' ? 201 : 200) },
		on,
	);
	const post = async (path: string) => ((await handler({ kind: 'delivery', delivery: delivery({ path }) }, {})) as Reply).status;

	expect([await post('/webhooks/stripe'), await post('/webhooks/stripe-eu'), await post('/webhooks/stripe')]).toEqual([200, 201, 200]);
	expect(configured).toEqual([{ header: 'x-one' }, { header: 'x-eu' }]);
});
