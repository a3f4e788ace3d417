import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createSweep } from '../../../src/clouds/create-sweep.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import { onEvent, receive } from '../../../src/receive.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';
import type { WebhookEvent } from '../../../src/webhook/event.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { delivery } from '../../local-platform.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { type GooglePlatform, googlePlatform, post, queueSide, retry } from './google-platform.ts';
import { jsonRequest } from './google-requests.ts';

const secret = 'whsec_a_secret_of_the_test';
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const paid: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const ledger: Route = { ...paid, function: 'ledger' };
const answered: Route = { function: 'quote', source: 'stripe', type: 'quote.asked', ack: 'handled', path: '/webhooks/stripe/quote' };
const payload = z.object({ id: z.string() });
const day = 24 * 60 * 60 * 1000;

let fake: FakeGoogle;
let on: GooglePlatform;
let run: (event: WebhookEvent<{ id: string }>) => unknown;
let runs: WebhookEvent<{ id: string }>[];
beforeAll(async () => {
	fake = await startFakeGoogle();
});
afterAll(() => fake.close());
beforeEach(() => {
	on = googlePlatform(fake, [endpoint, paid, ledger, answered]);
	on.setSecret('STRIPE_WEBHOOK_SECRET', secret);
	run = () => undefined;
	runs = [];
});

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
	return await createSweep({ ...cloud, now: () => Date.now() + millis })(jsonRequest('/_sweep'), {});
};
/** Nothing listens there. */
const gone = 'http://127.0.0.1:1';

describe('an event', () => {
	it('goes from its sender through the queue to both its functions, and is done', async () => {
		const text = body('evt_1', 'invoice.paid', 'Zoë \u{1f600}');

		const reply = await post(front(), signed(text));
		const drained = [await on.drain('invoice-paid', working('invoice-paid')), await on.drain('ledger', working('ledger'))];

		expect(reply.status).toBe(200);
		expect(drained).toEqual(Array(2).fill({ came: 1, failed: 0 }));
		expect(runs.map(({ payload, rawBody }) => [payload, rawBody.toString()])).toEqual(Array(2).fill([{ id: 'in_1' }, text]));
		const sent = { status: 'done', attempts: 1, sent: true };
		expect((await recordOf('evt_1'))?.functions).toMatchObject({ 'invoice-paid': sent, ledger: sent });
	});

	it('is told of and measured from receipt to done, in one trace, which is not its sender’s, and nothing of its body is', async () => {
		await post(front(), signed(body('evt_0', 'invoice.paid', 'Kx7canary')));
		await on.drain('ledger', working('ledger'));

		const lines = on.lines.map((line) => JSON.parse(line));
		const told = lines.filter(({ message }) => message !== 'metric');
		const traces = new Set(told.map((line) => line['logging.googleapis.com/trace']));
		expect(lines.filter(({ message }) => message === 'metric')).toMatchObject([
			{ service: 'shop', stage: 'prod', source: 'stripe', metric: 'received', value: 1 },
			{ service: 'shop', stage: 'prod', function: 'ledger', metric: 'handled', value: 1 },
			{ service: 'shop', stage: 'prod', function: 'ledger', metric: 'age', value: expect.any(Number) },
		]);
		expect(told.map(({ message }) => message)).toEqual(['delivery accepted', 'attempt done']);
		expect([...traces]).toEqual([`projects/test-project/traces/${runs[0]?.traceparent.slice(3, 35)}`]);
		expect(on.lines.join('')).not.toContain('105445aa7843bc8bf206b12000100000');
		expect(on.lines.join('')).not.toContain('Kx7canary');
	});

	it('that comes 20 times at once is one record and runs once, however often its message comes', async () => {
		const handler = front();

		const replies = await Promise.all(Array.from({ length: 20 }, () => post(handler, signed(body('evt_2')))));
		const { came } = await on.drain('invoice-paid', working('invoice-paid'));
		await post(front(), signed(body('evt_2')));

		expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
		expect(came).toBeGreaterThan(0);
		expect(runs).toHaveLength(1);
		expect(await on.drain('invoice-paid', working('invoice-paid'))).toEqual({ came: 0, failed: 0 });
		expect((await recordOf('evt_2'))?.functions['invoice-paid']).toMatchObject({ status: 'done', attempts: 1 });
	});

	it('that each comes to an instance which has just started, 100 at once, is kept; an instance reads its secrets once', async () => {
		const ids = Array.from({ length: 100 }, (_, index) => `evt_${index}`);
		const reads: string[] = [];
		const cold = () =>
			receive(
				stripe,
				on.as('stripe', {}, ({ path }) => reads.push(path)),
			);

		const replies = await Promise.all(ids.map((id) => post(cold(), signed(body(id)))));

		expect(replies.map(({ status }) => status)).toEqual(ids.map(() => 200));
		expect(reads.filter((path) => path.endsWith('STRIPE_WEBHOOK_SECRET/versions/latest:access'))).toHaveLength(ids.length);
		const kept = await Promise.all(ids.map(recordOf));
		expect(kept.map((record) => record?.functions.ledger?.sent)).toEqual(ids.map(() => true));
	});

	it('whose secret is in the environment costs no request for it', async () => {
		const asked: string[] = [];
		const warm = receive(
			stripe,
			on.as('stripe', { STRIPE_WEBHOOK_SECRET: secret, STRIPE_WEBHOOK_SECRET_PREVIOUS: 'whsec_before' }, ({ path }) =>
				asked.push(path.replace(/.*[/:]/, '')),
			),
		);

		const reply = await post(warm, signed(body('evt_1')));

		expect([reply.status, asked.sort()]).toEqual([200, ['commit', 'commit', 'publish', 'publish'].sort()]);
	});

	it('with a wrong signature changes nothing, and no value of it is asked for', async () => {
		const asked: string[] = [];
		const handler = receive(
			stripe,
			on.as('stripe', { STRIPE_WEBHOOK_SECRET: 'whsec_another' }, ({ service }) => asked.push(service)),
		);
		on.setSecret('STRIPE_WEBHOOK_SECRET', 'whsec_another');

		const reply = await post(handler, signed(body('evt_forged')));

		expect([reply.status, new Set(asked), await recordOf('evt_forged'), await on.take('ledger')]).toEqual([
			401,
			new Set(['secretmanager']),
			undefined,
			[],
		]);
	});

	it('whose secret was rotated since the instance began is taken', async () => {
		const handler = receive(stripe, on.as('stripe', { STRIPE_WEBHOOK_SECRET: 'whsec_old' }));

		expect((await post(handler, signed(body('evt_rotated')))).status).toBe(200);
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
		expect(letter).toMatchObject({ message: { id: 'evt_3', function: 'invoice-paid' }, reason: 'failed 3 times' });
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

	it('that fails holds up no other', async () => {
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
		['the database', { WEBHOOK_ENDPOINT_FIRESTORE: gone }, 'evt_5'],
		['the secrets', { WEBHOOK_ENDPOINT_SECRETMANAGER: gone }, 'evt_6'],
		['the metadata server', { GCE_METADATA_HOST: '127.0.0.1:1' }, 'evt_6'],
	])('%s: 503, and nothing is kept', async (_, env, id) => {
		const reply = await post(front(env), signed(body(id)));

		expect([reply.status, reply.headers['retry-after']]).toEqual([503, '5']);
		expect([await recordOf(id), await on.take('invoice-paid')]).toEqual([undefined, []]);
	});

	it('the blobs: 503, and no record names bytes that are not there', async () => {
		const reply = await post(front({ WEBHOOK_ENDPOINT_STORAGE: gone }), signed(body('evt_7', 'invoice.paid', 'x'.repeat(20_000))));

		expect([reply.status, await recordOf('evt_7')]).toEqual([503, undefined]);
	});

	it('the queue: 503, but the event is committed, and the sweep sends it', async () => {
		const reply = await post(front({ WEBHOOK_ENDPOINT_PUBSUB: gone }), signed(body('evt_8')));
		expect([reply.status, await on.take('invoice-paid')]).toEqual([503, []]);

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

		expect([...replies, later].map(({ status, body: text }) => [status, text])).toEqual(Array(21).fill([200, '{"quote":"evt_9"}']));
		expect(runs).toHaveLength(1);
	});

	it('whose sender does not come again is ended by the sweep, and its letter sent', async () => {
		run = () => {
			throw new Error('no');
		};
		const reply = await ask(working('quote', 'quote.asked'), 'evt_10');

		await sweepIn(4 * day);

		expect(reply.status).toBe(500);
		expect((await recordOf('evt_10'))?.functions.quote).toMatchObject({ status: 'dead', sent: true });
		expect((await on.take('quote-dead')).map(({ reason }) => reason)).toEqual(['the sender did not send it again']);
	});

	it('is run through its queue when an operator replays it', async () => {
		run = () => 'first';
		await ask(working('quote', 'quote.asked'), 'evt_11');

		await on.as('desk').cloud.events.reopen({ source: 'stripe', id: 'evt_11' }, ['quote'], Date.now());
		await sweepIn(0);

		expect(await on.drain('quote', working('quote', 'quote.asked', queueSide))).toEqual({ came: 1, failed: 0 });
		expect(runs.map(({ attempt }) => attempt)).toEqual([1, 1]);
	});
});
