import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sweep } from '../../src/clouds/sweep.ts';
import { storeEvents } from '../../src/middleware/store-events.ts';
import { discord } from '../../src/providers/discord.ts';
import type { Identified } from '../../src/webhook/provider.ts';
import { statusOf } from '../../src/webhook/record.ts';
import { delivery, type TestPlatform } from '../local-platform.ts';
import { keep, queued, runOf } from './assignment.ts';
import { endpoint, everything, failing, paid, passage, source, stripePlatform, verifiedPassage, withEvents, withQueue } from './passage.ts';

let on: TestPlatform;
beforeEach(() => {
	on = stripePlatform([endpoint, paid, { ...paid, function: 'ledger' }, { ...paid, source: 'stripe-eu', function: 'eu' }]);
});
afterEach(() => on.close());

const both = ['invoice-paid', 'ledger'];
const event = (changes: Partial<Identified> = {}): Identified => ({ id: 'evt_1', type: 'invoice.paid', payload: {}, ...changes });
const of = (events: readonly Identified[] = [event()], changes = {}) => ({ ...verifiedPassage(changes), events });
const sweepLater = () => sweep({ ...on.cloud, now: Date.now() + 60_000 });

it('commits the event, sends one message to each function of its source and type, and answers 2xx', async () => {
	expect((await storeEvents(of(), on)).status).toBe(200);

	expect((await queued(on, [...both, 'eu'])).map((message) => message.function).sort()).toEqual(both);
	expect((await runOf(on))?.sent).toBe(true);
});

it('answers what the provider asks for, where that is no empty 200', async () => {
	expect((await storeEvents(of([event()], { provider: discord }), on)).status).toBe(204);
});

it('answers 503 when the queue fails after the insert, and the sweep sends each message later, once', async () => {
	const one = of();

	const reply = await storeEvents(one, withQueue(on, { send: failing }));

	expect([reply.status, reply.headers['retry-after'], one]).toEqual([
		503,
		'5',
		expect.objectContaining({ refusal: expect.objectContaining({ code: 'store-unavailable' }) }),
	]);
	expect([statusOf((await everything(on))[0] ?? { functions: {} }), await queued(on, both)]).toEqual(['pending', []]);
	await sweepLater();
	await sweepLater();
	expect(await queued(on, both)).toHaveLength(2);
});

it('sends what a duplicate finds unsent, and sends nothing that was sent', async () => {
	await storeEvents(of(), withQueue(on, { send: failing }));

	const replies = [await storeEvents(of(), on), await storeEvents(of(), on)];

	expect(replies.map(({ status }) => status)).toEqual([200, 200]);
	expect(await queued(on, both)).toHaveLength(2);
});

it.each(['done', 'dead', 'running'] as const)(
	'sends no message for a run that is %s, although a duplicate finds it unsent',
	async (status) => {
		await keep(on, { status, sent: false }, { expiresAt: Date.now() + 1_000_000 });

		expect((await storeEvents(of(), on)).status).toBe(200);
		expect(await queued(on)).toEqual([]);
	},
);

it('leaves a new run to its endpoint for a while before the sweep sends it', async () => {
	await storeEvents(of(), withQueue(on, { send: failing }));

	expect(await sweep({ ...on.cloud, now: Date.now() })).toEqual({ due: 0, errors: [] });
});

it.each([
	['the insert fails', () => withEvents(on, { insert: failing }), 0],
	[
		'the answer of the insert is lost',
		() => withEvents(on, { insert: async (...given) => on.cloud.events.insert(...given).then(failing) }),
		1,
	],
	['the mark of what was sent fails', () => withEvents(on, { markSent: failing }), 1],
	[
		'the mark of what was sent is lost',
		() => withEvents(on, { markSent: async (...given) => on.cloud.events.markSent(...given).then(failing) }),
		1,
	],
])('answers 503 when %s, and 2xx to the next copy, which leaves one event with its messages', async (_, platform, kept) => {
	expect((await storeEvents(of(), platform())).status).toBe(503);
	expect(await everything(on)).toHaveLength(kept);

	expect((await storeEvents(of(), on)).status).toBe(200);
	expect(await everything(on)).toHaveLength(1);
	expect(new Set((await queued(on, both)).map((message) => message.function))).toEqual(new Set(both));
});

it('answers 503 for a whole batch when one of its events fails, and the next copy commits the rest', async () => {
	const batch = [event(), event({ id: 'evt_2' }), event({ id: 'evt_3' })];
	const platform = withEvents(on, { insert: (record, now) => (record.id === 'evt_2' ? failing() : on.cloud.events.insert(record, now)) });

	expect((await storeEvents(of(batch), platform)).status).toBe(503);
	expect((await storeEvents(of(batch), on)).status).toBe(200);

	expect((await everything(on)).map(({ id }) => id).sort()).toEqual(['evt_1', 'evt_2', 'evt_3']);
	expect(new Set((await queued(on, both)).map(({ id, function: name }) => `${id} ${name}`)).size).toBe(6);
});

it('keeps what can not be read of a batch as dead, beside the rest', async () => {
	await storeEvents(of([event(), event({ id: undefined }), event({ id: 'evt_3', type: undefined })]), on);

	expect((await everything(on)).map((record) => [record.index, statusOf(record)]).sort()).toEqual([
		[0, 'pending'],
		[1, 'dead'],
		[2, 'dead'],
	]);
	expect(await queued(on, both)).toHaveLength(2);
});

it('keeps one id of two sources apart', async () => {
	await storeEvents(of(), on);
	await storeEvents(of([event()], { source: { ...source, name: 'stripe-eu' } }), on);

	expect((await everything(on)).map((record) => [record.source, record.id]).sort()).toEqual([
		['stripe', 'evt_1'],
		['stripe-eu', 'evt_1'],
	]);
});

it.each([
	['that nobody subscribes to', { type: 'invoice.voided' }],
	['whose type is part of every object', { type: 'constructor' }],
])('keeps an event %s as unhandled, and wakes nobody', async (_, changes) => {
	expect((await storeEvents(of([event(changes)]), on)).status).toBe(200);

	expect((await everything(on)).map(statusOf)).toEqual(['unhandled']);
	expect(await queued(on, both)).toEqual([]);
});

it.each([0, 1])('keeps %i byte over the room of a record where it belongs, unchanged', async (over) => {
	const rawBody = Buffer.alloc(on.cloud.events.room + over, 0xff);

	await storeEvents(of([event()], { delivery: delivery({ rawBody }) }), on);

	const [{ body } = { body: undefined }] = await everything(on);
	expect(Buffer.isBuffer(body)).toBe(over === 0);
	const bytes = body === undefined || Buffer.isBuffer(body) ? body : await on.cloud.blobs.get(body.blob);
	expect(bytes && rawBody.equals(bytes)).toBe(true);
	expect(body !== undefined && 'blob' in body && !body.blob.startsWith('stripe/')).toBe(false);
});

it('puts the bytes of a big batch into blobs once', async () => {
	const puts: string[] = [];
	const blobs = { ...on.cloud.blobs, put: (key: string, bytes: Buffer) => on.cloud.blobs.put(key, bytes).then(() => void puts.push(key)) };
	const batch = Array.from({ length: 50 }, (_, index) => event({ id: `evt_${index}` }));

	const one = of(batch, { delivery: delivery({ rawBody: Buffer.alloc(100_000, 'x') }) });
	const reply = await storeEvents(one, { ...on, cloud: { ...on.cloud, blobs } });

	expect([reply.status, puts.length, (await everything(on)).length]).toEqual([200, 1, 50]);
});

it('never stores what was not verified', async () => {
	await expect(storeEvents({ ...passage(), events: [event()] }, on)).rejects.toThrow('store-events stands before verify-signature');
	expect(await everything(on)).toEqual([]);
});

it.each([
	[0, 'with the records'],
	[1, 'in blobs'],
])('keeps the bytes of a batch of four %i byte over a quarter of the room %s', async (over, place) => {
	const rawBody = Buffer.alloc(on.cloud.events.room / 4 + over, 0xff);
	const events = ['a', 'b', 'c', 'd'].map((id) => event({ id }));

	await storeEvents(of(events, { delivery: delivery({ rawBody }) }), on);

	const kept = await everything(on);
	expect(kept.map(({ body }) => ('blob' in body ? 'in blobs' : 'with the records'))).toEqual(Array(4).fill(place));
});

it('stores each event of a batch of a thousand, in waves', async () => {
	let under = 0;
	let most = 0;
	const insert: TestPlatform['cloud']['events']['insert'] = async (record, now) => {
		most = Math.max(most, ++under);
		return on.cloud.events.insert(record, now).finally(() => under--);
	};
	const events = Array.from({ length: 1_000 }, (_, at) => event({ id: `evt_${at}`, type: 'invoice.voided' }));

	const reply = await storeEvents(of(events), withEvents(on, { insert }));

	expect([reply.status, (await everything(on)).length, most]).toEqual([200, 1_000, 200]);
});
