import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { Environment } from '../../../src/clouds/azure/endpoint.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import { onEvent, receive } from '../../../src/receive.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';
import type { WebhookEvent } from '../../../src/webhook/event.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { delivery } from '../../local-platform.ts';
import { type AzurePlatform, azurePlatform, post, retry } from './azure-platform.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';

const secret = 'whsec_a_secret_of_the_test';
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const paid: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const ledger: Route = { ...paid, function: 'ledger' };
const answered: Route = { function: 'quote', source: 'stripe', type: 'quote.asked', ack: 'handled', path: '/webhooks/stripe/quote' };
const payload = z.object({ id: z.string() });
const day = 24 * 60 * 60 * 1000;

let azurite: Azurite;
let on: AzurePlatform;
let run: (event: WebhookEvent<{ id: string }>) => unknown;
let runs: WebhookEvent<{ id: string }>[];
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());
beforeEach(async () => {
	on = await azurePlatform(azurite, [endpoint, paid, ledger, answered]);
	on.vault.secrets.set('STRIPE-WEBHOOK-SECRET', secret);
	run = () => undefined;
	runs = [];
});
afterEach(() => on.close());

const body = (id: string, type = 'invoice.paid', filler = '') => JSON.stringify({ id, type, data: { object: { id: 'in_1' } }, filler });
const signed = (text: string, fields: Partial<Delivery> = {}) =>
	stripe.scheme.sign(delivery({ rawBody: Buffer.from(text), ...fields }), secret);
const front = (env: Environment = {}) => receive(stripe, on.cold(env));
const working = (type = 'invoice.paid', env: Environment = {}) =>
	onEvent(stripe, type, { payload, on: on.cold(env) }, (event) => {
		runs.push(event);
		return run(event);
	});
const { events, queue } = { events: () => on.cold().cloud.events, queue: () => on.cold().cloud.queue };
const keyOf = (id: string) => ({ source: 'stripe', id });
const recordOf = (id: string) => events().get(keyOf(id));
/** Storage, of which nothing listens where these services are. */
const goneAt = (...services: readonly ('Table' | 'Queue' | 'Blob')[]) => ({
	WEBHOOK_STORAGE_CONNECTION: services.reduce(
		(connection, service) => connection.replace(new RegExp(`${service}Endpoint=http://[^/]+`), `${service}Endpoint=http://127.0.0.1:1`),
		on.env.WEBHOOK_STORAGE_CONNECTION ?? '',
	),
});

describe('an event', () => {
	it('goes from its sender through the queue to both its functions, and is done', async () => {
		const text = body('evt_1', 'invoice.paid', 'Zoë \u{1f600}');

		const reply = await post(front(), signed(text));
		const drained = [await on.drain('invoice-paid', working()), await on.drain('ledger', working())];

		expect(reply.status).toBe(200);
		expect(drained).toEqual(Array(2).fill({ came: 1, failed: 0 }));
		expect(runs.map((event) => [event.payload, event.rawBody.toString()])).toEqual(Array(2).fill([{ id: 'in_1' }, text]));
		const sent = { status: 'done', attempts: 1, sent: true };
		expect((await recordOf('evt_1'))?.functions).toMatchObject({ 'invoice-paid': sent, ledger: sent });
	});

	it('is told of and measured from receipt to done, under the name of whoever ran, and nothing of its body is', async () => {
		await post(front(), signed(body('evt_0', 'invoice.paid', 'Kx7canary')));
		await on.drain('ledger', working());

		const lines = on.lines.map((line) => JSON.parse(line));
		expect(lines.filter(({ measured }) => measured)).toMatchObject([
			{ service: 'shop', stage: 'prod', source: 'stripe', measured: { received: 1 } },
			{ service: 'shop', stage: 'prod', function: 'ledger', measured: { handled: 1, age: [expect.any(Number)] } },
		]);
		expect(lines.filter(({ message }) => message).map((line) => [line.message, line['faas.name']])).toEqual([
			['delivery accepted', 'stripe'],
			['attempt done', 'ledger'],
		]);
		expect(on.lines.join('')).not.toContain('Kx7canary');
	});

	it('that comes 20 times at once, and once more, is one record and runs once', async () => {
		const handler = front();

		const replies = await Promise.all(Array.from({ length: 20 }, () => post(handler, signed(body('evt_2')))));
		const { came } = await on.drain('invoice-paid', working());
		await post(front(), signed(body('evt_2')));

		expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
		expect(came).toBeGreaterThan(0);
		expect(runs).toHaveLength(1);
		expect(await on.drain('invoice-paid', working())).toEqual({ came: 0, failed: 0 });
		expect((await recordOf('evt_2'))?.functions['invoice-paid']).toMatchObject({ status: 'done', attempts: 1 });
	});

	it('that poisons its function comes again as a copy, is dead after its attempts with its letter sent, and can be replayed', async () => {
		run = () => {
			throw new Error('no database');
		};
		await post(front(), signed(body('evt_3')));

		const drained = [];
		for (let attempt = 1; attempt <= retry.attempts; attempt += 1) drained.push(await on.drain('invoice-paid', working()));

		const [letter] = await on.take('invoice-paid-dead');
		expect(drained).toEqual(Array(3).fill({ came: 1, failed: 0 }));
		expect(runs.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
		expect(JSON.parse(letter?.text ?? '')).toMatchObject({ message: { id: 'evt_3', function: 'invoice-paid' }, reason: 'failed 3 times' });
		const dead = { status: 'dead', attempts: 3, lastError: 'Error: no database', sent: true };
		expect((await recordOf('evt_3'))?.functions['invoice-paid']).toMatchObject(dead);

		run = () => undefined;
		await events().reopen(keyOf('evt_3'), ['invoice-paid'], Date.now());
		await on.sweepIn(0);
		expect(await on.drain('invoice-paid', working())).toEqual({ came: 1, failed: 0 });
		expect((await recordOf('evt_3'))?.functions['invoice-paid']).toMatchObject({ status: 'done', replays: 1 });
	});

	it('that is running elsewhere is left to come again later, and costs no attempt', async () => {
		await post(front(), signed(body('evt_4')));
		await events().claim(keyOf('evt_4'), 'invoice-paid', { now: Date.now(), until: Date.now() + 60_000 });

		expect(await on.drain('invoice-paid', working())).toEqual({ came: 1, failed: 0 });

		expect([runs, await on.take('invoice-paid')]).toEqual([[], []]);
		expect((await recordOf('evt_4'))?.functions['invoice-paid']?.attempts).toBe(1);
	});

	it('whose copy can not be put is left to the host, and what the host gives up the sweep ends as dead', async () => {
		await post(front(), signed(body('evt_5')));
		for (let times = 1; times <= 5; times += 1) {
			const drained = await on.drain('invoice-paid', working('invoice.paid', goneAt('Table', 'Queue')), times);
			expect(drained).toEqual({ came: 1, failed: 1 });
		}
		expect([await on.take('invoice-paid'), runs]).toEqual([[], []]);

		await on.sweepIn(0);

		const given = { status: 'dead', reason: 'the queue gave it up', sent: true };
		expect((await recordOf('evt_5'))?.functions['invoice-paid']).toMatchObject(given);
		expect([await on.take('invoice-paid-dead'), await on.take('invoice-paid-poison')].map(({ length }) => length)).toEqual([1, 0]);
	});

	it('of more than the room has its bytes in blobs, and its function gets them', async () => {
		const text = body('evt_6', 'invoice.paid', 'x'.repeat(48 * 1024));

		await post(front(), signed(text));
		await on.drain('invoice-paid', working());

		expect((await recordOf('evt_6'))?.body).toHaveProperty('blob');
		expect(runs.map(({ rawBody }) => rawBody.toString())).toEqual([text]);
	});

	it('that has expired goes, with all its entries, once its dead letter has; one that somebody waits for stays', async () => {
		await post(front(), signed(body('evt_old')));
		await on.drain('invoice-paid', working());
		await on.drain('ledger', working());
		await post(front(), signed(body('evt_waits')));
		const expiresAt = (await recordOf('evt_old'))?.expiresAt ?? 0;
		const letterOver = expiresAt - Date.now() + 15 * day;

		const early = await on.sweepIn(letterOver - 60_000);
		const late = await on.sweepIn(letterOver + 60_000);

		expect([early, late]).toMatchObject([{ expired: 0 }, { expired: 1 }]);
		expect([await recordOf('evt_old'), (await recordOf('evt_waits'))?.id]).toEqual([undefined, 'evt_waits']);
		expect((await events().list({})).map(({ id }) => id)).toEqual(['evt_waits']);
	});
});

describe('a message', () => {
	it('that is not ours is left to the host, and the sweep throws it away', async () => {
		await queue().send([{ ...JSON.parse('{"specversion":"1.0"}'), function: 'ledger' }]);

		for (let times = 1; times <= 5; times += 1) expect(await on.drain('ledger', working(), times)).toEqual({ came: 1, failed: 1 });
		await on.sweepIn(0);

		expect([await on.take('ledger'), await on.take('ledger-poison')]).toEqual([[], []]);
		expect(on.lines.join('')).toContain('a message that is not ours was given up');
	});
});

describe('a delivery that is refused', () => {
	it.each([
		['forged', (text: string) => ({ ...signed(text), rawBody: Buffer.from(text.replace('in_1', 'in_2')) }), 401],
		['too long', (text: string) => signed(text + ' '.repeat(1024 * 1024)), 413],
		['of another method', (text: string) => ({ ...signed(text), method: 'PUT' }), 405],
	])('because it is %s leaves nothing', async (_, make, status) => {
		const reply = await post(front(), make(body('evt_no')));

		expect(reply.status).toBe(status);
		expect([await recordOf('evt_no'), await on.take('invoice-paid'), await events().list({})]).toEqual([undefined, [], []]);
	});
});

describe('what can not be reached', () => {
	it.each([
		['the table', 'Table'],
		['the queue, while the event is committed', 'Queue'],
	] as const)('%s: 503, and the sender comes again', async (_, service) => {
		const reply = await post(front(goneAt(service)), signed(body('evt_7')));

		expect([reply.status, reply.headers['retry-after']]).toEqual([503, '5']);
		expect([(await recordOf('evt_7'))?.id, await on.take('invoice-paid')]).toEqual([service === 'Queue' ? 'evt_7' : undefined, []]);
	});

	it('the secrets: 503, and nothing is kept', async () => {
		on.vault.down = true;

		const reply = await post(front(), signed(body('evt_8')));

		expect([reply.status, await recordOf('evt_8')]).toEqual([503, undefined]);
	});

	it('the blobs: 503, and no record names bytes that are not there', async () => {
		const reply = await post(front(goneAt('Blob')), signed(body('evt_9', 'invoice.paid', 'x'.repeat(60_000))));

		expect([reply.status, await recordOf('evt_9')]).toEqual([503, undefined]);
	});

	it('the queue: the event is sent by the sweep', async () => {
		await post(front(goneAt('Queue')), signed(body('evt_10')));

		const swept = [await on.sweepIn(0), await on.sweepIn(60_000)];

		expect(swept).toMatchObject([{ swept: { due: 0 } }, { swept: { due: 1 } }]);
		expect(await on.drain('invoice-paid', working())).toEqual({ came: 1, failed: 0 });
		expect(runs.map(({ id }) => id)).toEqual(['evt_10']);
	});
});

describe('a function that the sender waits for', () => {
	const ask = (handler: ReturnType<typeof working>, id: string) =>
		post(handler, signed(body(id, 'quote.asked'), { path: '/webhooks/stripe/quote' }), 'quote');

	it('answers each of 20 copies at once with the one reply of its one run', async () => {
		run = async ({ id }) => ({ quote: id });
		const handler = working('quote.asked');

		const replies = await Promise.all(Array.from({ length: 20 }, () => ask(handler, 'evt_11')));
		const later = await ask(working('quote.asked'), 'evt_11');

		expect([...replies, later].map(({ status, body: text }) => [status, text])).toEqual(Array(21).fill([200, '{"quote":"evt_11"}']));
		expect(runs).toHaveLength(1);
	});

	it('whose sender does not come again is ended by the sweep, and its letter sent', async () => {
		run = () => {
			throw new Error('no');
		};
		const reply = await ask(working('quote.asked'), 'evt_12');

		await on.sweepIn(4 * day);

		expect(reply.status).toBe(500);
		expect((await recordOf('evt_12'))?.functions.quote).toMatchObject({ status: 'dead', sent: true });
		const letters = await on.take('quote-dead');
		expect(letters.map(({ text }) => JSON.parse(text).reason)).toEqual(['the sender did not send it again']);
	});
});
