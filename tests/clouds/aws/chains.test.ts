import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { AwsRequest } from '../../../src/clouds/aws/client.ts';
import { createSweep } from '../../../src/clouds/create-sweep.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import { onEvent, receive } from '../../../src/receive.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';
import type { WebhookEvent } from '../../../src/webhook/event.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { delivery } from '../../local-platform.ts';
import { type AwsPlatform, awsPlatform, post, retry } from './aws-platform.ts';
import { type Emulators, startEmulators } from './emulators.ts';

const secret = 'whsec_a_secret_of_the_test';
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const paid: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const ledger: Route = { ...paid, function: 'ledger' };
const answered: Route = { function: 'quote', source: 'stripe', type: 'quote.asked', ack: 'handled', path: '/webhooks/stripe/quote' };
const payload = z.object({ id: z.string() });
const day = 24 * 60 * 60 * 1000;

let emulators: Emulators;
let on: AwsPlatform;
let run: (event: WebhookEvent<{ id: string }>) => unknown;
let runs: WebhookEvent<{ id: string }>[];
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	on = await awsPlatform(emulators, [endpoint, paid, ledger, answered]);
	on.ssm.parameters.set('/shop/prod/STRIPE_WEBHOOK_SECRET', secret);
	run = () => undefined;
	runs = [];
});
afterEach(() => on.close());

const body = (id: string, type = 'invoice.paid', filler = '') => JSON.stringify({ id, type, data: { object: { id: 'in_1' } }, filler });
const signed = (text: string, fields: Partial<Delivery> = {}) =>
	stripe.scheme.sign(delivery({ rawBody: Buffer.from(text), ...fields }), secret);
const front = (env = {}) => receive(stripe, on.as('stripe', env));
const working = (name: string, type = 'invoice.paid', env = {}) =>
	onEvent(stripe, type, { payload, on: on.as(name, env) }, (event) => {
		runs.push(event);
		return run(event);
	});
const recordOf = (id: string) => on.as('stripe').cloud.events.get({ source: 'stripe', id });
const sweepIn = async (millis: number) => {
	const { cloud } = on.as('webhook-sweep');
	return await createSweep({ ...cloud, now: () => Date.now() + millis })({ 'detail-type': 'Scheduled Event' }, {});
};
/** Nothing listens there. */
const gone = 'http://127.0.0.1:1';

describe('an event', () => {
	it.each([
		['text', false],
		['base64', true],
	])('that came as %s goes from its sender through the queue to both its functions, and is done', async (_, base64) => {
		const text = body('evt_1', 'invoice.paid', 'Zoë \u{1f600}');

		const reply = await post(front(), signed(text), base64);
		const drained = [await on.drain('invoice-paid', working('invoice-paid')), await on.drain('ledger', working('ledger'))];

		expect(reply.statusCode).toBe(200);
		expect(drained).toEqual(Array(2).fill({ came: 1, failed: 0 }));
		expect(runs.map(({ payload, rawBody }) => [payload, rawBody.toString()])).toEqual(Array(2).fill([{ id: 'in_1' }, text]));
		const sent = { status: 'done', attempts: 1, sent: true };
		expect((await recordOf('evt_1'))?.functions).toMatchObject({ 'invoice-paid': sent, ledger: sent });
	});

	it('is told of and measured from receipt to done, in one trace, and nothing of its body is', async () => {
		const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0';
		await post(front({ _X_AMZN_TRACE_ID: trace }), signed(body('evt_0', 'invoice.paid', 'Kx7canary')));
		await on.drain('ledger', working('ledger'));

		const lines = on.lines.map((line) => JSON.parse(line));
		const told = lines.filter(({ message }) => message);
		expect(lines.filter(({ _aws }) => _aws)).toMatchObject([
			{ service: 'shop', stage: 'prod', source: 'stripe', received: 1 },
			{ service: 'shop', stage: 'prod', function: 'ledger', handled: 1, age: expect.any(Number) },
		]);
		expect(told.map(({ message }) => message)).toEqual(['delivery accepted', 'attempt done']);
		expect(new Set(told.map(({ trace_id }) => trace_id))).toEqual(new Set(['5759e988bd862e3fe1be46a994272793']));
		expect(runs[0]?.traceparent).toBe('00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00');
		expect(on.lines.join('')).not.toContain('Kx7canary');
	});

	it('that comes 20 times at once is one record and runs once, however often its message comes', async () => {
		const handler = front();

		const replies = await Promise.all(Array.from({ length: 20 }, () => post(handler, signed(body('evt_2')))));
		const { came } = await on.drain('invoice-paid', working('invoice-paid'));
		await post(front(), signed(body('evt_2')));

		expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200));
		expect(came).toBeGreaterThan(0);
		expect(runs).toHaveLength(1);
		expect(await on.drain('invoice-paid', working('invoice-paid'))).toEqual({ came: 0, failed: 0 });
		expect((await recordOf('evt_2'))?.functions['invoice-paid']).toMatchObject({ status: 'done', attempts: 1 });
	});

	it('that each comes to an instance which has just started, 100 at once, is kept; an instance reads its secrets once', async () => {
		const ids = Array.from({ length: 100 }, (_, index) => `evt_${index}`);
		let reads = 0;
		const count = ({ headers = {} }: AwsRequest) => {
			if (headers['x-amz-target']?.endsWith('GetParameters')) reads += 1;
		};
		const cold = () => receive(stripe, on.as('stripe', {}, count));

		const replies = await Promise.all(ids.map((id) => post(cold(), signed(body(id)))));

		expect(replies.map(({ statusCode }) => statusCode)).toEqual(ids.map(() => 200));
		expect(reads).toBe(ids.length);
		const kept = await Promise.all(ids.map(recordOf));
		expect(kept.map((record) => record?.functions.ledger?.sent)).toEqual(ids.map(() => true));
	});

	it('that poisons its function is dead after its attempts, its letter sent, its bytes the same, and can be replayed', async () => {
		const text = body('evt_3', 'invoice.paid', '\u{1f480}');
		run = () => {
			throw new Error('no database');
		};
		await post(front(), signed(text));

		const drained = [];
		for (let attempt = 1; attempt <= retry.attempts; attempt += 1) drained.push(await on.drain('invoice-paid', working('invoice-paid')));

		const [letter] = await on.take('invoice-paid-dead');
		const record = await recordOf('evt_3');
		expect(drained.map(({ failed }) => failed)).toEqual([1, 1, 0]);
		expect(letter).toMatchObject({ message: { id: 'evt_3', function: 'invoice-paid' }, attributes: { reason: 'failed 3 times' } });
		expect(record?.functions['invoice-paid']).toMatchObject({ status: 'dead', attempts: 3, lastError: 'Error: no database', sent: true });
		expect(
			createHash('sha256')
				.update(record?.body as Buffer)
				.digest('hex'),
		).toBe(createHash('sha256').update(text).digest('hex'));

		run = () => undefined;
		await on.as('desk').cloud.events.reopen({ source: 'stripe', id: 'evt_3' }, ['invoice-paid'], Date.now());
		await sweepIn(0);
		expect(await on.drain('invoice-paid', working('invoice-paid'))).toEqual({ came: 1, failed: 0 });
		expect((await recordOf('evt_3'))?.functions['invoice-paid']).toMatchObject({ status: 'done', replays: 1 });
	});

	it('that fails holds up none of its batch', async () => {
		run = ({ id }) => {
			if (id === 'evt_bad') throw new Error('no');
		};
		for (const id of ['evt_a', 'evt_bad', 'evt_b']) await post(front(), signed(body(id)));

		const drained = await on.drain('invoice-paid', working('invoice-paid'));

		expect(drained).toEqual({ came: 3, failed: 1 });
		const statuses = await Promise.all(['evt_a', 'evt_bad', 'evt_b'].map(recordOf));
		expect(statuses.map((record) => record?.functions['invoice-paid']?.status)).toEqual(['done', 'pending', 'done']);
	});

	it('that is running elsewhere is left to come again, and costs no attempt', async () => {
		await post(front(), signed(body('evt_4')));
		const { cloud } = on.as('invoice-paid');
		await cloud.events.claim({ source: 'stripe', id: 'evt_4' }, 'invoice-paid', { now: Date.now(), until: Date.now() + 60_000 });

		const drained = await on.drain('invoice-paid', working('invoice-paid'));

		expect([drained, runs]).toEqual([{ came: 1, failed: 1 }, []]);
		expect((await recordOf('evt_4'))?.functions['invoice-paid']?.attempts).toBe(1);
	});

	const room = 16 * 1024;
	it.each([
		[-1, false],
		[0, false],
		[1, true],
	])('of the room and %i bytes has its bytes in blobs: %j, and its function gets them', async (more, blob) => {
		const id = `evt_room_${more}`;
		const text = body(id, 'invoice.paid', 'x'.repeat(room + more - body(id).length));

		await post(front(), signed(text));
		await on.drain('invoice-paid', working('invoice-paid'));

		expect(Buffer.byteLength(text)).toBe(room + more);
		expect('blob' in ((await recordOf(id))?.body ?? {})).toBe(blob);
		expect(runs.map(({ rawBody }) => rawBody.toString())).toEqual([text]);
	});
});

describe('what can not be reached', () => {
	it.each([
		['the table', { AWS_ENDPOINT_URL_DYNAMODB: gone }, 'evt_5'],
		['the secrets', { AWS_ENDPOINT_URL_SSM: gone }, 'evt_6'],
	])('%s: 503, and nothing is kept', async (_, env, id) => {
		const reply = await post(front(env), signed(body(id)));

		expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '5']);
		expect([await recordOf(id), await on.take('invoice-paid')]).toEqual([undefined, []]);
	});

	it('the blobs: 503, and no record names bytes that are not there', async () => {
		const reply = await post(front({ AWS_ENDPOINT_URL_S3: gone }), signed(body('evt_7', 'invoice.paid', 'x'.repeat(20_000))));

		expect([reply.statusCode, await recordOf('evt_7')]).toEqual([503, undefined]);
	});

	it('the queue: 503, but the event is committed, and the sweep sends it', async () => {
		const reply = await post(front({ AWS_ENDPOINT_URL_SQS: gone }), signed(body('evt_8')));
		expect([reply.statusCode, await on.take('invoice-paid')]).toEqual([503, []]);

		expect(await sweepIn(0)).toEqual({ due: 0 });
		expect(await sweepIn(60_000)).toEqual({ due: 1 });

		expect(await on.drain('invoice-paid', working('invoice-paid'))).toEqual({ came: 1, failed: 0 });
		expect(runs.map(({ id }) => id)).toEqual(['evt_8']);
	});
});

describe('a function that the sender waits for', () => {
	const ask = (handler: ReturnType<typeof working>, id: string) =>
		post(handler, signed(body(id, 'quote.asked'), { path: '/webhooks/stripe/quote' }));

	it('answers each of 20 copies at once with the one reply of its one run', async () => {
		run = async ({ id }) => ({ quote: id });
		const handler = working('quote', 'quote.asked');

		const replies = await Promise.all(Array.from({ length: 20 }, () => ask(handler, 'evt_9')));
		const later = await ask(working('quote', 'quote.asked'), 'evt_9');

		expect([...replies, later].map(({ statusCode, body: text }) => [statusCode, text])).toEqual(Array(21).fill([200, '{"quote":"evt_9"}']));
		expect(runs).toHaveLength(1);
	});

	it('whose sender does not come again is ended by the sweep, and its letter sent', async () => {
		run = () => {
			throw new Error('no');
		};
		const reply = await ask(working('quote', 'quote.asked'), 'evt_10');

		await sweepIn(4 * day);

		expect(reply.statusCode).toBe(500);
		expect((await recordOf('evt_10'))?.functions.quote).toMatchObject({ status: 'dead', sent: true });
		expect((await on.take('quote-dead')).map(({ attributes }) => attributes.reason)).toEqual(['the sender did not send it again']);
	});

	it('is run through its queue when an operator replays it', async () => {
		run = () => 'first';
		await ask(working('quote', 'quote.asked'), 'evt_11');

		await on.as('desk').cloud.events.reopen({ source: 'stripe', id: 'evt_11' }, ['quote'], Date.now());
		await sweepIn(0);

		expect(await on.drain('quote', working('quote', 'quote.asked'))).toEqual({ came: 1, failed: 0 });
		expect(runs.map(({ attempt }) => attempt)).toEqual([1, 1]);
	});
});
