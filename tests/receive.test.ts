import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { stripe } from '../src/providers/stripe.ts';
import { onEvent, receive } from '../src/receive.ts';
import type { Delivery } from '../src/webhook/delivery.ts';
import { messageFor } from '../src/webhook/message.ts';
import { statusOf } from '../src/webhook/record.ts';
import type { Route } from '../src/webhook/source.ts';
import { deliver, delivery, localPlatform, type TestPlatform, traceparent, wake } from './local-platform.ts';

const secret = 'whsec_a_secret_of_the_test';
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const paid: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const body = (id: string, object: unknown = { id: 'in_1', amount_paid: 5 }, type = 'invoice.paid') =>
	JSON.stringify({ id, type, data: { object } });

let on: TestPlatform;
beforeEach(() => {
	on = localPlatform('stripe', [endpoint, paid], { stripe: {} });
	on.secrets.set('STRIPE_WEBHOOK_SECRET', secret);
});
afterEach(() => on.close());

const signed = (text: string | Buffer, fields: Partial<Delivery> = {}) =>
	stripe.scheme.sign(delivery({ rawBody: Buffer.from(text), ...fields }), secret);
const codeOf = (reply: { body: string }) => (reply.body === '' ? undefined : JSON.parse(reply.body).code);
const everything = () => on.cloud.events.list({});

describe('the endpoint of a source', () => {
	it('stores an authentic event with its exact bytes, queues it and answers 2xx', async () => {
		const bytes = body('evt_1');

		const reply = await deliver(receive(stripe, on), signed(bytes));

		expect(reply.status).toBe(200);
		const [record] = await everything();
		expect(record).toMatchObject({ source: 'stripe', id: 'evt_1', type: 'invoice.paid' });
		expect(record?.body.toString()).toBe(bytes);
		expect(record?.functions['invoice-paid']).toMatchObject({ status: 'pending', sent: true, attempts: 0 });
		expect(record?.headers).not.toHaveProperty('stripe-signature');
	});

	it('answers every copy of one id with 2xx and keeps one record, sent 20 times at once', async () => {
		const handler = receive(stripe, on);

		const replies = await Promise.all(Array.from({ length: 20 }, () => deliver(handler, signed(body('evt_2')))));

		expect(replies.map((reply) => reply.status)).toEqual(Array(20).fill(200));
		expect(await everything()).toHaveLength(1);
	});

	it('keeps an authentic event that nobody subscribes to as unhandled', async () => {
		const reply = await deliver(receive(stripe, on), signed(body('evt_3', {}, 'customer.created')));

		expect(reply.status).toBe(200);
		expect((await everything()).map(statusOf)).toEqual(['unhandled']);
	});

	const good = body('evt_4');
	const stale = { receivedAt: Date.now() - 400_000 };
	const future = { receivedAt: Date.now() + 400_000 };
	const refused: readonly [string, () => Delivery, number, string][] = [
		['without a signature', () => delivery({ rawBody: Buffer.from(good) }), 401, 'signature-invalid'],
		['with another body', () => ({ ...signed(good), rawBody: Buffer.from(`${good} `) }), 401, 'signature-invalid'],
		['with a stale time', () => ({ ...signed(good, stale), receivedAt: Date.now() }), 401, 'signature-invalid'],
		['with a future time', () => ({ ...signed(good, future), receivedAt: Date.now() }), 401, 'signature-invalid'],
		[
			'neither signed nor JSON',
			() => delivery({ rawBody: Buffer.from('<x>'), headers: { 'content-type': 'text/xml' } }),
			401,
			'signature-invalid',
		],
		['by GET', () => signed(good, { method: 'GET' }), 405, 'method-not-allowed'],
		['over the limit', () => signed('x'.repeat(1024 * 1024 + 1)), 413, 'body-too-large'],
		['of another content type', () => signed(good, { headers: { 'content-type': 'text/plain' } }), 415, 'content-type-unsupported'],
	];
	it.each(refused)('refuses a delivery %s and leaves no trace', async (_, send, status, code) => {
		const reply = await deliver(receive(stripe, on), send());

		expect([reply.status, codeOf(reply)]).toEqual([status, code]);
		expect(reply.headers['content-type']).toBe('application/problem+json');
		expect(await everything()).toEqual([]);
	});

	const unreadable: readonly [string, string | Buffer, string][] = [
		['broken JSON', '{"id":', 'body-malformed'],
		['an empty body', '', 'body-malformed'],
		['a prototype key', '{"__proto__":{"x":1},"id":"evt","type":"t"}', 'body-malformed'],
		['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'body-malformed'],
		['25,000 brackets in each other', '['.repeat(25_000) + ']'.repeat(25_000), 'body-malformed'],
		['no id', '{"type":"invoice.paid"}', 'event-unidentified'],
		['a bare number', '1e999', 'event-unidentified'],
	];
	it.each(unreadable)('answers 400 to authentic %s and keeps the bytes as dead', async (_, text, code) => {
		const reply = await deliver(receive(stripe, on), signed(text));

		expect([reply.status, codeOf(reply)]).toEqual([400, code]);
		const [record] = await everything();
		expect(record && statusOf(record)).toBe('dead');
		expect(Buffer.from(text).equals(record?.body as Buffer)).toBe(true);
	});

	it.each(['', '  ', undefined])('fails closed with 503 when the secret is %j', async (value) => {
		if (value === undefined) on.secrets.delete('STRIPE_WEBHOOK_SECRET');
		else on.secrets.set('STRIPE_WEBHOOK_SECRET', value);

		const reply = await deliver(receive(stripe, on), signed(good));

		expect([reply.status, codeOf(reply)]).toEqual([503, 'secret-unusable']);
		expect(reply.headers['retry-after']).toMatch(/^\d+$/);
	});

	it('takes the previous secret too while it rotates', async () => {
		on.secrets.set('STRIPE_WEBHOOK_SECRET', 'whsec_the_new_one');
		on.secrets.set('STRIPE_WEBHOOK_SECRET_PREVIOUS', secret);

		expect((await deliver(receive(stripe, on), signed(good))).status).toBe(200);
		expect((await on.cloud.events.list({})).map((record) => record.secret)).toEqual(['previous']);
	});

	it('keeps nothing about the secret of what the current one has verified', async () => {
		on.secrets.set('STRIPE_WEBHOOK_SECRET_PREVIOUS', 'whsec_the_old_one');

		await deliver(receive(stripe, on), signed(good));

		expect((await on.cloud.events.list({})).map((record) => 'secret' in record)).toEqual([false]);
	});

	it('refuses what is signed with a retired secret, and keeps nothing of it', async () => {
		on.secrets.set('STRIPE_WEBHOOK_SECRET', 'whsec_the_new_one');
		on.secrets.set('STRIPE_WEBHOOK_SECRET_RETIRED', secret);

		const reply = await deliver(receive(stripe, on), signed(good));

		expect([reply.status, codeOf(reply), await on.cloud.events.list({})]).toEqual([401, 'signature-invalid', []]);
	});

	it('answers 503 when the store fails, never 2xx', async () => {
		const failing = { ...on, cloud: { ...on.cloud, events: { ...on.cloud.events, insert: () => Promise.reject(new Error('disk full')) } } };

		const reply = await deliver(receive(stripe, failing), signed(good));

		expect([reply.status, codeOf(reply)]).toEqual([503, 'store-unavailable']);
	});

	it('answers a problem, and tells nothing, when a step throws what it should not', async () => {
		const identify = () => {
			throw new Error('secret detail');
		};

		const reply = await deliver(receive({ ...stripe, identify }, on), signed(good));

		expect([reply.status, codeOf(reply), reply.body.includes('secret')]).toEqual([500, 'internal-error', false]);
		expect(on.lines).toEqual([expect.stringContaining('secret detail')]);
	});

	it('asks for an API key where the source does, before it looks at the signature', async () => {
		const guarded = {
			...on,
			routes: { ...on.routes, sources: { stripe: { ...on.routes.sources.stripe, authenticate: { apiKey: 'x-api-key' } } } },
		} as TestPlatform;
		on.secrets.set('STRIPE_API_KEY', 'key');
		const handler = receive(stripe, guarded);
		const with_ = (key: string) => signed(good, { headers: { 'content-type': 'application/json', 'x-api-key': key } });

		expect(codeOf(await deliver(handler, signed(good)))).toBe('credentials-invalid');
		expect(codeOf(await deliver(handler, with_('other')))).toBe('credentials-invalid');
		expect((await deliver(handler, with_('key'))).status).toBe(200);
	});
});

describe('a function woken by its queue', () => {
	const payload = z.object({ id: z.string(), amount_paid: z.number() });
	const runs: unknown[] = [];
	let outcome: () => unknown = () => undefined;
	const handler = () =>
		onEvent(stripe, 'invoice.paid', { payload, on: { ...on, cloud: { ...on.cloud, functionName: () => 'invoice-paid' } } }, (event) => {
			runs.push(event.payload);
			return outcome();
		});
	const arrive = async (id: string, object?: unknown) => {
		await deliver(receive(stripe, on), signed(body(id, object)));
		const record = await on.cloud.events.get({ source: 'stripe', id });
		if (record === undefined) throw new Error('not stored');
		return messageFor(record, 'invoice-paid');
	};
	const runOf = async (id: string) => (await on.cloud.events.get({ source: 'stripe', id }))?.functions['invoice-paid'];
	beforeEach(() => {
		runs.length = 0;
		outcome = () => undefined;
	});

	it('has the trace of the delivery: in its record, its message, the event and each line', async () => {
		const message = await arrive('evt_19');
		const seen: unknown[] = [];
		const tracing = onEvent(
			stripe,
			'invoice.paid',
			{ payload, on: { ...on, cloud: { ...on.cloud, functionName: () => 'invoice-paid' } } },
			async (event, { log, notify }) => {
				seen.push(event.traceparent);
				log.warn('a line of the function');
				await notify('told');
			},
		);

		await wake(tracing, message);

		expect([(await everything())[0]?.traceparent, message.traceparent, ...seen]).toEqual([traceparent, traceparent, traceparent]);
		expect(on.lines.length).toBeGreaterThan(2);
		expect(on.lines.filter((line) => !line.includes(`"trace_id":"${traceparent.slice(3, 35)}"`))).toEqual([]);
	});

	it('runs once, however often the message comes', async () => {
		const message = await arrive('evt_5');

		const answers = [await wake(handler(), message), await wake(handler(), message)];

		expect(answers).toEqual([{ done: true }, { done: true }]);
		expect(runs).toEqual([{ id: 'in_1', amount_paid: 5 }]);
		expect(await runOf('evt_5')).toMatchObject({ status: 'done', attempts: 1 });
	});

	it('comes again after it threw, and is dead after its last attempt', async () => {
		const message = await arrive('evt_6');
		outcome = () => {
			throw new Error('no database');
		};

		const answers = [await wake(handler(), message), await wake(handler(), message), await wake(handler(), message)];

		expect(answers.map(({ done }) => done)).toEqual([false, false, true]);
		expect(await runOf('evt_6')).toMatchObject({ status: 'dead', attempts: 3, lastError: 'Error: no database', sent: true });
	});

	it('is tried as often as its own route says', async () => {
		on = { ...on, routes: { ...on.routes, routes: [endpoint, { ...paid, retry: { attempts: 1, backoff: 1 } }] } };
		const message = await arrive('evt_17');
		outcome = () => {
			throw new Error('no database');
		};

		expect(await wake(handler(), message)).toEqual({ done: true });

		expect(await runOf('evt_17')).toMatchObject({ status: 'dead', attempts: 1, reason: 'failed 1 times' });
	});

	it.each([
		['over the amount of its filter', 11, 'pending'],
		['below it', 9, 'unhandled'],
	] as const)('has a run for an event %s: %s', async (_, amount_paid, status) => {
		const filter = { amount_paid: [{ numeric: ['>', 10] }] };
		on = { ...on, routes: { ...on.routes, routes: [endpoint, { ...paid, filter }] } };

		const reply = await deliver(receive(stripe, on), signed(body('evt_18', { id: 'in_1', amount_paid })));

		expect(reply.status).toBe(200);
		expect((await everything()).map(statusOf)).toEqual([status]);
	});

	it('is dead at once with the reason when the payload does not fit', async () => {
		const message = await arrive('evt_7', { id: 7 });

		expect(await wake(handler(), message)).toEqual({ done: true });

		expect(runs).toEqual([]);
		expect(await runOf('evt_7')).toMatchObject({
			status: 'dead',
			attempts: 1,
			reason: expect.stringMatching(/payload does not fit: id: /),
		});
		expect(on.lines).toContainEqual(expect.stringMatching(/^dead letter .*"evt_7".*payload does not fit: id: /));
	});

	it('runs once when two instances are woken at the same time; the other is delayed and costs no attempt', async () => {
		const message = await arrive('evt_8');
		const { promise, resolve } = Promise.withResolvers<void>();
		outcome = () => promise;

		const first = wake(handler(), message);
		while (runs.length === 0) await new Promise(setImmediate);
		const second = await wake(handler(), message);
		resolve();

		expect(second.done).toBe(false);
		expect(await first).toEqual({ done: true });
		expect(await runOf('evt_8')).toMatchObject({ status: 'done', attempts: 1 });
	});
});

describe('a function that the sender waits for', () => {
	const route: Route = { ...paid, ack: 'handled', path: '/webhooks/stripe/invoice-paid' };
	let run: (payload: { id: string }) => unknown;
	let count = 0;
	const handler = () => {
		on = { ...on, routes: { ...on.routes, routes: [route] }, cloud: { ...on.cloud, functionName: () => 'invoice-paid' } };
		return onEvent(stripe, 'invoice.paid', { payload: z.object({ id: z.string() }), on }, (event) => {
			count += 1;
			return run(event.payload);
		});
	};
	beforeEach(() => {
		count = 0;
		run = ({ id }) => ({ thanks: id });
	});

	it("answers with the function's reply, and a duplicate with the kept one", async () => {
		const once = handler();

		const replies = [await deliver(once, signed(body('evt_9'))), await deliver(once, signed(body('evt_9')))];

		expect(replies.map((reply) => [reply.status, reply.body])).toEqual(Array(2).fill([200, '{"thanks":"in_1"}']));
		expect(count).toBe(1);
	});

	it('runs once for 20 copies at once, and each gets the reply', async () => {
		const once = handler();
		run = async ({ id }) => new Promise((resolve) => setImmediate(resolve, id));

		const replies = await Promise.all(Array.from({ length: 20 }, () => deliver(once, signed(body('evt_10')))));

		expect(replies.map((reply) => reply.status)).toEqual(Array(20).fill(200));
		expect(count).toBe(1);
	});

	it('answers 500 with Retry-After when it throws, and runs again when the sender does', async () => {
		const once = handler();
		run = () => {
			throw new Error('secret detail');
		};
		const failed = await deliver(once, signed(body('evt_11')));
		run = () => 'better';
		const second = await deliver(once, signed(body('evt_11')));

		expect([failed.status, codeOf(failed), failed.body.includes('secret detail')]).toEqual([500, 'function-failed', false]);
		expect([second.status, second.body, count]).toEqual([200, 'better', 2]);
	});

	it('answers 422 when the payload does not fit, and again to a duplicate', async () => {
		const once = handler();

		const replies = [await deliver(once, signed(body('evt_12', { id: 1 }))), await deliver(once, signed(body('evt_12', { id: 1 })))];

		expect(replies.map((reply) => [reply.status, codeOf(reply)])).toEqual(Array(2).fill([422, 'payload-mismatch']));
	});

	it('answers each of several types that it is written for at its one URL, and leaves another unhandled', async () => {
		const types = ['invoice.paid', 'invoice.voided'];
		const routes = types.map((type): Route => ({ ...route, type }));
		const both = { ...on, routes: { ...on.routes, routes }, cloud: { ...on.cloud, functionName: () => 'invoice-paid' } };
		const answering = onEvent(stripe, types, { payload: z.object({ id: z.string() }), on: both }, ({ type }) => type);
		const post = (id: string, type: string) => deliver(answering, signed(body(id, undefined, type)));

		const replies = [await post('evt_13', 'invoice.paid'), await post('evt_14', 'invoice.voided'), await post('evt_15', 'invoice.sent')];

		expect(replies.map((reply) => [reply.status, reply.body])).toEqual([
			[200, 'invoice.paid'],
			[200, 'invoice.voided'],
			[200, ''],
		]);
		expect((await everything()).map(statusOf).sort()).toEqual(['done', 'done', 'unhandled']);
	});

	it('leaves an event that its filter does not take unhandled, and answers 2xx', async () => {
		const once = handler();
		const narrow = { ...on, routes: { ...on.routes, routes: [{ ...route, filter: { id: ['in_2'] } }] } };
		const filtering = onEvent(stripe, 'invoice.paid', { payload: z.object({ id: z.string() }), on: narrow }, ({ id }) => id);

		const replies = [await deliver(filtering, signed(body('evt_19'))), await deliver(once, signed(body('evt_20')))];

		expect(replies.map(({ status, body: text }) => [status, text])).toEqual([
			[200, ''],
			[200, '{"thanks":"in_1"}'],
		]);
		expect((await everything()).map(({ id, functions }) => [id, Object.keys(functions)]).sort()).toEqual([
			['evt_19', []],
			['evt_20', ['invoice-paid']],
		]);
	});

	it('is 503, never 2xx, when what it returned can not be recorded', async () => {
		handler();
		const settle = () => Promise.reject(new Error('disk full'));
		const failing = { ...on, cloud: { ...on.cloud, events: { ...on.cloud.events, settle } } };
		const returning = onEvent(stripe, 'invoice.paid', { payload: z.object({ id: z.string() }), on: failing }, () => 'done');

		const reply = await deliver(returning, signed(body('evt_16')));

		expect([reply.status, codeOf(reply)]).toEqual([503, 'store-unavailable']);
	});

	it('refuses to load where serverless.yml says another type than its file', () => {
		handler();

		expect(() => onEvent(stripe, 'invoice.voided', { payload: z.object({}), on }, () => undefined)).toThrow(
			'invoice-paid is written for invoice.voided, but serverless.yml says invoice.paid',
		);
	});
});
