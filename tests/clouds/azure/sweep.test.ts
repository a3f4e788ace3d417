import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, createClient } from '../../../src/clouds/azure/client.ts';
import { createCloud } from '../../../src/clouds/azure/create-cloud.ts';
import { createWholeSweep } from '../../../src/clouds/azure/create-whole-sweep.ts';
import { emptyPoison } from '../../../src/clouds/azure/empty-poison.ts';
import type { Environment } from '../../../src/clouds/azure/endpoint.ts';
import { eventKey } from '../../../src/clouds/azure/event-rows.ts';
import { queueMessages } from '../../../src/clouds/azure/messages.ts';
import { removeExpired } from '../../../src/clouds/azure/remove-expired.ts';
import { tableEntities } from '../../../src/clouds/azure/table-entities.ts';
import { encodeMessage, messageFor } from '../../../src/webhook/message.ts';
import type { Cloud } from '../../../src/webhook/ports.ts';
import { keyOfRecord, noon, sampleRecord, sampleRun, week } from '../../ports/sample-record.ts';
import { azureService } from './azure-service.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';
import { takeAll } from './take-all.ts';

const day = 24 * 60 * 60 * 1000;
const routes = { service: 'shop', stage: 'prod' };
let azurite: Azurite;
let env: Environment;
let client: Client;
let time: number;
let cloud: Cloud;
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());
beforeEach(async () => {
	env = await azureService(azurite.another(), ['ledger']);
	client = createClient({ env });
	time = noon;
	cloud = createCloud({ env, routes, client, now: () => time, write: () => undefined });
});

const poison = (text: string) => queueMessages(client).put('ledger-poison', text);
const record = sampleRecord({ functions: { ledger: sampleRun({ sent: true, dueAt: noon + day }) } });
const run = async () => (await cloud.events.get(keyOfRecord(record)))?.functions.ledger;
const empty = (names: readonly string[] = ['ledger'], of = cloud) => emptyPoison(names, { cloud: of, messages: queueMessages(client) });
/** What is not hidden, and what is hidden for that long at most. */
const left = async () => (await takeAll(env, 'ledger-poison')).length;

describe('what the host gave up', () => {
	it('ends dead, and its letter is sent', async () => {
		await cloud.events.insert(record, noon);
		await poison(encodeMessage(messageFor(record, 'ledger')));

		await empty();

		expect(await run()).toMatchObject({ status: 'dead', reason: 'the queue gave it up', sent: true });
		expect([await left(), (await takeAll(env, 'ledger-dead')).length]).toEqual([0, 1]);
	});

	it('stays while a run holds the lease, and ends dead when that never ends', async () => {
		await cloud.events.insert(record, noon);
		await cloud.events.claim(keyOfRecord(record), 'ledger', { now: noon, until: noon + 1000 });
		await poison(encodeMessage(messageFor(record, 'ledger')));

		await empty();
		const [during] = [await run()];
		time = noon + 1000;
		await poison(encodeMessage(messageFor(record, 'ledger')));
		await empty();

		expect([during?.status, (await run())?.status]).toEqual(['running', 'dead']);
	});

	it('is taken however many there are, and a queue that is not there holds up no other', async () => {
		for (let index = 0; index < 70; index += 1) await poison('not ours');

		await empty(['gone', 'ledger']);

		expect(await left()).toBe(0);
	});

	it('stays where the store can not be reached', async () => {
		await poison(encodeMessage(messageFor(record, 'ledger')));
		const claim = () => Promise.reject(new Error('out of reach'));
		const hidden: number[] = [];
		const messages = queueMessages(client);
		const hide: typeof messages.hide = async (queue, message, seconds) => {
			hidden.push(seconds);
			await messages.hide(queue, message, 0);
		};
		let takes = 0;
		const take: typeof messages.take = async (queue, seconds) => (++takes === 1 ? await messages.take(queue, seconds) : []);

		await emptyPoison(['ledger'], { cloud: { ...cloud, events: { ...cloud.events, claim } }, messages: { ...messages, hide, take } });

		expect([hidden, await left()]).toEqual([[60], 1]);
	});
});

describe('what has expired', () => {
	const done = sampleRecord({ functions: { ledger: sampleRun({ status: 'done', sent: true }) } });
	const over = noon + week + 15 * day;
	const entities = () => tableEntities(client, 'events');
	const rows = async () => {
		const found: string[] = [];
		for (let shard = 0; shard < 16; shard += 1) {
			for await (const page of entities().pages({ partition: shard.toString(16), from: '', to: '~' }))
				found.push(...page.map(({ RowKey }) => RowKey.slice(0, 1)));
		}
		return found.sort();
	};
	const remove = () => removeExpired({ entities: entities(), now: () => time });

	it('goes with its entries 15 days later, since its dead letter lives for 14, and not a millisecond before', async () => {
		await cloud.events.insert(done, noon);
		expect(await rows()).toEqual(['e', 't', 'x']);

		time = over - 1;
		expect([await remove(), await rows()]).toEqual([0, ['e', 't', 'x']]);
		time = over;
		expect([await remove(), await rows()]).toEqual([1, []]);
	});

	it.each([
		['waits for its run', { functions: { ledger: sampleRun() } }],
		['waits for its letter', { functions: { ledger: sampleRun({ status: 'dead' }) } }],
		['is to be erased', { eraseAt: noon + day, functions: {} }],
	])('stays while it %s', async (_, changes) => {
		await cloud.events.insert(sampleRecord(changes), noon);
		time = over + 100 * day;

		expect([await remove(), await rows()]).toEqual([0, ['d', 'e', 't']]);
	});

	it('stays for 15 days after a replay that ended late', async () => {
		await cloud.events.insert(done, noon);
		await cloud.events.reopen(keyOfRecord(done), ['ledger'], over);
		await cloud.events.claim(keyOfRecord(done), 'ledger', { now: over, until: over + 1000 });
		await cloud.events.settle(keyOfRecord(done), 'ledger', 1, { status: 'dead', at: over + 500, reason: 'no' });
		await cloud.events.markBuried(keyOfRecord(done), 'ledger');

		time = over + 15 * day;
		const early = await remove();
		time = over + 500 + 15 * day;

		expect([early, await remove()]).toEqual([0, 1]);
	});

	it('goes however many there are, and two sweeps at once are no error', async () => {
		await Promise.all(Array.from({ length: 130 }, (_, index) => cloud.events.insert({ ...done, id: `evt_${index}` }, noon)));
		time = over;

		const [one, other] = await Promise.all([remove(), remove()]);

		expect([one + other, await rows()]).toEqual([130, []]);
	});

	it('goes although an older one can not be read, which is an error', async () => {
		await cloud.events.insert({ ...done, id: 'evt_broken', expiresAt: done.expiresAt - day }, noon);
		await entities().put({ ...eventKey({ source: 'stripe', id: 'evt_broken' }), version: '1' });
		await Promise.all(Array.from({ length: 30 }, (_, index) => cloud.events.insert({ ...done, id: `evt_${index}` }, noon)));
		time = over;

		await expect(remove()).rejects.toThrow(SyntaxError);

		expect(await rows()).toEqual(['e', 't', 'x']);
	});

	it.each(['before', 'after'])('stays where somebody writes it %s it is read, in the same moment', async (moment) => {
		await cloud.events.insert(done, noon);
		time = over;
		const reopen = () => cloud.events.reopen(keyOfRecord(done), ['ledger'], over);
		const racing: ReturnType<typeof entities> = {
			...entities(),
			get: async (key) => {
				if (moment === 'before') await reopen();
				const found = await entities().get(key);
				if (moment === 'after') await reopen();
				return found;
			},
		};

		expect(await removeExpired({ entities: racing, now: () => time })).toBe(0);
		expect((await cloud.events.get(keyOfRecord(done)))?.functions.ledger?.replays).toBe(1);
	});
});

describe('the sweep as a whole', () => {
	it('does the rest where one part fails, and fails then, so that its alarm sees it', async () => {
		await cloud.events.insert(sampleRecord({ functions: { ledger: sampleRun() } }), noon);
		await poison('not ours');
		const failing: Client = async (request) => {
			if (request.path === '/ledger-poison/messages') throw new Error('out of reach');
			return await client(request);
		};

		const sweeping = createWholeSweep({ cloud, client: failing, queues: ['ledger'] })({}, {});

		await expect(sweeping).rejects.toThrow('out of reach');
		expect((await takeAll(env, 'ledger')).length).toBe(1);
	});
});
