import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Item } from '../../../src/clouds/aws/attribute.ts';
import { jsonCall } from '../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { toItem } from '../../../src/clouds/aws/event-item.ts';
import { createEvents } from '../../../src/clouds/aws/events.ts';
import { itemKey, shards } from '../../../src/clouds/aws/table.ts';
import { tableItems } from '../../../src/clouds/aws/table-items.ts';
import { tableSchema } from '../../../src/clouds/aws/table-schema.ts';
import type { Plan } from '../../../src/plugin/aws/plan.ts';
import { store, tableId } from '../../../src/plugin/aws/store.ts';
import type { EventRecords } from '../../../src/webhook/ports.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import { noon, sampleRecord, sampleRun, week } from '../../ports/sample-record.ts';
import { type AwsEnvironment, type Emulators, startEmulators } from './emulators.ts';
import { type Spoiling, startUnreliableWay, type UnreliableWay } from './unreliable-way.ts';

let emulators: Emulators;
let env: AwsEnvironment;
let way: UnreliableWay;
let events: EventRecords;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	await way?.close();
	env = await emulators.service();
	way = await startUnreliableWay(env.AWS_ENDPOINT_URL_DYNAMODB);
	events = connect();
});
afterAll(() => way.close());

const itemsOf = (url: string) =>
	tableItems(jsonCall(createClient({ env: { ...env, AWS_ENDPOINT_URL_DYNAMODB: url } }), 'dynamodb'), env.WEBHOOK_TABLE);
const connect = () => createEvents(itemsOf(way.url), { now: () => noon });
const itemOf = async ({ source, id }: Pick<EventRecord, 'source' | 'id'>): Promise<Item> =>
	(await itemsOf(way.url).get(itemKey('event', source, id))) ?? {};

const name = 'invoice-paid';
const key = { source: 'stripe', id: 'evt_1' };
const lease = { now: noon, until: noon + 30_000 };
const hour = 60 * 60 * 1000;
const day = 24 * hour;

it('the table that is deployed is the one that is written here', () => {
	// Sound because the table depends on nothing else of a plan.
	const plan = { settings: { throwAway: true }, retention: 0 } as unknown as Plan;

	const { [tableId]: table } = store(plan);

	expect(table?.Properties).toMatchObject(tableSchema);
});

describe('a key', () => {
	it.each([
		['plain', itemKey('event', 'stripe', 'evt_1'), 'event#["stripe","evt_1"]'],
		['of the longest that DynamoDB takes', itemKey('event', 's', 'x'.repeat(1010)), `event#["s","${'x'.repeat(1010)}"]`],
	])('%s is the text of its parts', (_, found, expected) => {
		expect(found).toBe(expected);
		expect(found.length).toBeLessThanOrEqual(1024);
	});

	it('of a byte more is a digest, which no other key can be', () => {
		const long = itemKey('event', 's', 'x'.repeat(1011).padEnd(1012, 'y'));

		expect(long).toMatch(/^event#sha256:[0-9a-f]{64}$/);
		expect(itemKey('event', 's', 'x'.repeat(2000))).not.toBe(long);
	});
});

describe('an item', () => {
	it.each([
		['that waits', { [name]: sampleRun({ sent: true }) }, {}, undefined],
		['that is unsent', { [name]: sampleRun() }, {}, undefined],
		['whose dead letter is unsent', { [name]: sampleRun({ status: 'dead' }) }, {}, undefined],
		['that is done, sent or not', { [name]: sampleRun({ status: 'done' }) }, {}, noon + week],
		['that is dead and buried', { [name]: sampleRun({ status: 'dead', sent: true }) }, {}, noon + week],
		['that nobody waits for', {}, {}, noon + week],
		['that could not be read', {}, { reason: 'body-malformed' }, noon + week],
	] as const)('%s has a time to live only when nobody waits for it: 15 days after it expired', async (_, functions, changes, end) => {
		await events.insert(sampleRecord({ functions, ...changes }), noon);

		const { ttl, due, dueAt } = await itemOf(key);

		expect(ttl?.N).toBe(end && String((end + 15 * day) / 1000));
		expect([due === undefined, dueAt === undefined]).toEqual([end !== undefined, end !== undefined]);
	});

	it('that died long after its time, after a replay, outlives its dead letter all the same', async () => {
		const late = noon + week + 10 * day;
		await events.insert(sampleRecord({ functions: { [name]: sampleRun({ status: 'running', fence: 1 }) } }), noon);

		await events.settle(key, name, 1, { status: 'dead', at: late, reason: 'failed' });
		await events.markBuried(key, name);

		expect((await itemOf(key)).ttl?.N).toBe(String((late + 15 * day) / 1000));
	});

	it('gets and loses its place among the due, and its time to live, as its runs go on', async () => {
		const places: (readonly unknown[])[] = [];
		const look = async () => {
			const { due, dueAt, ttl, status } = await itemOf(key);
			places.push([due !== undefined, dueAt?.N, ttl !== undefined, status?.S]);
		};
		await events.insert(sampleRecord(), noon);
		await look();
		await events.markSent(key, [name], noon);
		await look();
		await events.claim(key, name, lease);
		await events.settle(key, name, 1, { status: 'dead', at: noon + 5, reason: 'failed' });
		await look();
		await events.markBuried(key, name);
		await look();
		await events.reopen(key, [name], noon + 9);
		await look();

		expect(places).toEqual([
			[true, String(noon), false, 'pending'],
			[true, String(noon + 6 * hour), false, 'pending'],
			[true, String(noon + 5), false, 'dead'],
			[false, undefined, true, 'dead'],
			[true, String(noon + 9), false, 'pending'],
		]);
	});

	it('of a sender’s text is plain where DynamoDB can hold it, and exact where it can not', () => {
		const texts = ['evt_1', '', '"', '\ud800', '\u0000', '{}'];

		const written = texts.map((id) => toItem({ record: sampleRecord({ id }), version: '' }).eventId?.S);

		expect(written).toEqual(['evt_1', '""', '"\\""', '"\\ud800"', '\u0000', '{}']);
	});
});

describe('the indexes', () => {
	const records = Array.from({ length: 40 }, (_, index) =>
		sampleRecord({ id: `evt_${index}`, receivedAt: noon - index * (day / 4), functions: { [name]: sampleRun({ dueAt: noon + index }) } }),
	);
	const ids = (found: readonly EventRecord[]) => found.map(({ id }) => id);

	it('spread over all shards, and are one list again: due, oldest first, and over ten days, newest first', async () => {
		for (const record of records) await events.insert(record, noon);

		const items = await Promise.all(records.map(itemOf));

		expect(new Set(items.map(({ due }) => due?.S))).toEqual(new Set(shards));
		expect(new Set(items.map(({ day: key }) => key?.S?.slice(0, 10))).size).toBe(11);
		expect(ids(await events.due(noon + 30, 20))).toEqual(ids(records.slice(0, 20)));
		expect(ids(await events.due(noon + 30, 100))).toEqual(ids(records.slice(0, 31)));
		expect(ids(await events.list({}))).toEqual(ids(records));
		expect(ids(await events.list({ limit: 15 }))).toEqual(ids(records.slice(0, 15)));
		expect(ids(await events.list({ since: noon - 2 * day }))).toEqual(ids(records.slice(0, 9)));
	});

	it('list what is dated tomorrow, since this clock may be behind', async () => {
		await events.insert(sampleRecord({ receivedAt: noon + day / 2 }), noon);

		expect(ids(await events.list({}))).toEqual(['evt_1']);
	});

	it('go over pages, filtered or not', async () => {
		const big = (id: string, type: string) => sampleRecord({ id, type, functions: {}, reason: 'x' });
		const long = 'y'.repeat(250);
		const many = Array.from({ length: 60 }, (_, index) => big(`${long}${index}`, index % 2 ? 'odd' : 'even'));
		for (const record of many) await events.insert(record, noon);
		const pages = tableItems(smallPages(jsonCall(createClient({ env }), 'dynamodb')), env.WEBHOOK_TABLE);

		const found = await createEvents(pages, { now: () => noon }).list({ type: 'odd' });

		expect(found).toHaveLength(30);
	});

	it('only say where to look: what is no longer due or no longer so is left out', async () => {
		await events.insert(sampleRecord(), noon);
		const stale = itemsOf(way.url);
		const entry = { pk: { S: itemKey('event', 'stripe', 'evt_1') }, dueAt: { N: '1' }, receivedAt: { N: '1' } };
		const lagging = createEvents({ ...stale, query: async () => [entry] }, { now: () => noon });
		await events.markSent(key, [name], noon);
		await events.claim(key, name, lease);
		await events.settle(key, name, 1, { status: 'done', at: noon });

		expect(await lagging.due(noon, 10)).toEqual([]);
		expect(await lagging.list({ status: 'pending', since: noon - 1 })).toEqual([]);
	});
});

/** As DynamoDB does at 1 MB, at one item. */
function smallPages(dynamo: ReturnType<typeof jsonCall>): ReturnType<typeof jsonCall> {
	return (action, input) => dynamo(action, action === 'Query' ? { ...input, Limit: 1 } : input);
}

describe('two instances', () => {
	it('may both have an old copy: the write of each is proved, and neither loses the other’s', async () => {
		const other = connect();
		await events.insert(sampleRecord({ functions: { [name]: sampleRun(), ledger: sampleRun() } }), noon);
		await other.get(key);

		await events.claim(key, name, lease);
		await other.claim(key, 'ledger', lease);
		await events.settle(key, name, 1, { status: 'done', at: noon });
		await other.settle(key, 'ledger', 1, { status: 'done', at: noon });

		expect((await events.get(key))?.functions).toMatchObject({
			[name]: { status: 'done', attempts: 1 },
			ledger: { status: 'done', attempts: 1 },
		});
	});

	it('do not believe their old copy when it says that there is nothing to do', async () => {
		const other = connect();
		await events.insert(sampleRecord(), noon);
		await events.claim(key, name, lease);
		const leased = await other.claim(key, name, lease);

		await events.settle(key, name, 1, { status: 'done', at: noon });

		expect([leased.outcome, (await other.claim(key, name, lease)).outcome]).toEqual(['leased', 'settled']);
	});

	it('that both replace what expired leave one record: who comes second finds it', async () => {
		await events.insert(sampleRecord(), noon);
		const again = sampleRecord({ receivedAt: noon + week, expiresAt: noon + 2 * week });

		const answers = await Promise.all([events, connect()].map((instance) => instance.insert(again, noon + week)));

		expect(answers.filter(({ existing }) => existing === undefined)).toHaveLength(1);
		expect(answers.find(({ existing }) => existing !== undefined)?.existing).toEqual(again);
	});

	it('are not misled by an expired record that goes away between two looks', async () => {
		const items = itemsOf(way.url);
		await events.insert(sampleRecord(), noon);
		const refusals = [false];
		const racing = createEvents({ ...items, put: async (...put) => refusals.shift() ?? (await items.put(...put)) }, { now: () => noon });

		expect(await racing.insert(sampleRecord({ expiresAt: noon + 2 * week }), noon + week)).toEqual({});
	});

	it('read nothing on the straight way: insert and mark as sent, claim and settle', async () => {
		await events.insert(sampleRecord(), noon);
		await events.markSent(key, [name], noon);
		const other = connect();
		await other.claim(key, name, lease);
		await other.settle(key, name, 1, { status: 'done', at: noon });

		expect([way.asked('PutItem'), way.asked('UpdateItem'), way.asked('GetItem')]).toEqual([1, 3, 1]);
	});
});

describe('a write whose answer got lost', () => {
	const lost: Spoiling = 'lose the answer';

	it('is one insert', async () => {
		way.spoil('PutItem', lost);

		expect(await events.insert(sampleRecord(), noon)).toEqual({});
		expect(way.asked('PutItem')).toBe(2);
	});

	it('is one claim, with the lease in hand and one attempt', async () => {
		await events.insert(sampleRecord(), noon);
		way.spoil('UpdateItem', lost);

		expect(await events.claim(key, name, lease)).toMatchObject({ outcome: 'claimed', attempt: 1, fence: 1 });
		expect((await events.get(key))?.functions[name]).toMatchObject({ status: 'running', attempts: 1 });
	});

	it('is one end of a run', async () => {
		await events.insert(sampleRecord(), noon);
		await events.claim(key, name, lease);
		way.spoil('UpdateItem', lost);

		expect(await events.settle(key, name, 1, { status: 'done', at: noon })).toBe(true);
		expect((await events.get(key))?.functions[name]?.status).toBe('done');
	});

	it('is one replay', async () => {
		await events.insert(sampleRecord({ functions: { [name]: sampleRun({ status: 'dead', sent: true }) } }), noon);
		way.spoil('UpdateItem', lost);

		expect((await events.reopen(key, [name], noon))?.functions[name]).toMatchObject({ status: 'pending', replays: 1 });
		expect((await events.get(key))?.functions[name]?.replays).toBe(1);
	});
});

it('a record is read consistently, so that what was written a moment ago is there', async () => {
	const inputs: object[] = [];
	const items = tableItems(async (_, input) => {
		inputs.push(input);
		return {};
	}, 'table');

	await items.get('event#["stripe","evt_1"]');

	expect(inputs).toMatchObject([{ ConsistentRead: true }]);
});

it('a table that can not be reached is an error, and nothing is made up', async () => {
	way.spoil('GetItem', ...Array<Spoiling>(4).fill({ status: 500, error: 'InternalServerError' }));

	await expect(events.get(key)).rejects.toThrow('dynamodb: InternalServerError (500)');
});
