import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { openStore } from '../../src/clouds/local/open-store.ts';
import { type EventRecord, statusOf } from '../../src/webhook/record.ts';
import { until } from '../clouds/local/until.ts';
import { paidInvoice } from '../ports/paid-invoice.ts';
import type { Service } from './copy-service.ts';
import { type EmulatedStage, emulatedStage } from './emulated-stage.ts';
import { seeded } from './random.ts';
import { smallService } from './small-service.ts';
import { patience, type StartedRun, sls, startCommand, startRun } from './start-run.ts';

/** How often the local run and the listener are killed each, and how many events the stage receives at least. */
const kills = Number(process.env.LISTEN_KILLS ?? 2);
const count = Number(process.env.LISTEN_EVENTS ?? 300);
const afterwards = 60;
jest.setTimeout((4 + 2 * kills) * patience);

/** Of one function, at once. */
const runsAtOnce = 4;

/** Notes each run in a file, outside the store that is tested. */
const pay = `
	appendFileSync(process.env.RUNS, id + '\\n');
	await pause(10);
	await records.insert('payments', id, {});`;

let service: Service;
let stage: EmulatedStage;
type Killable = Pick<StartedRun, 'kill'>;
const running = new Set<Killable>();
beforeEach(async () => {
	[service, stage] = await Promise.all([smallService({ stored: { pay } }), emulatedStage()]);
});
afterEach(async () => {
	await Promise.all([...running].map(({ kill }) => kill()));
	running.clear();
	await service.remove();
	await stage.close();
});

const runsFile = () => join(service.folder, 'runs.txt');
const startLocal = () => startRun(service, { RUNS: runsFile(), WEBHOOK_INSPECTOR_PORT: '0' });
/** Resolves once it has kept where it begins. */
async function startListener(...since: readonly string[]) {
	const listener = startCommand(service, { ...sls('webhook', 'listen', '--stage', 'dev', ...since), env: stage.env });
	running.add(listener);
	await until(() => listener.output().includes('small dev, from'), patience);
	return listener;
}
const up = async <One extends Killable>(starting: Promise<One>): Promise<One> => {
	const one = await starting;
	running.add(one);
	return one;
};
const chance = seeded(Number(process.env.SEED ?? 1));
const below = (bound: number) => Math.floor(chance() * bound);

it(`each of ${count} events and more is handled once here, though the local run and the listener are killed, ${kills} times each, while the stage goes on receiving`, async () => {
	const sent: EventRecord[] = [];
	const closed = await receiveWhileClosed(sent);
	let over = false;
	const receiving = receive(sent, () => over);
	const [, listener] = await Promise.all([
		keepKilling(startLocal, startLocal),
		keepKilling(() => startListener('--since', '1h'), startListener),
	]);
	await until(() => listener.output().includes('Caught up'), patience);
	over = true;
	await receiving;
	const before = await stage.dump();
	await untilHandled(sent.length);

	const found = await kept();
	expect(new Set(found.map(statusOf))).toEqual(new Set(['done']));
	expect(found.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => id).sort());
	expect(found.map(({ body }) => body.toString()).sort()).toEqual(sent.map(({ body }) => body.toString()).sort());
	// The order of those that the index did not show late, to the millisecond where all were there before.
	const place = new Map(found.map(({ id }, at) => [id, at]));
	const places = closed.map(({ id, receivedAt }) => [receivedAt, place.get(id) ?? -1] as const);
	expect(places.toSorted((a, b) => a[1] - b[1]).map(([at]) => at)).toEqual(places.map(([at]) => at).toSorted((a, b) => a - b));
	const runs = existsSync(runsFile()) ? readFileSync(runsFile(), 'utf8').trim().split('\n') : [];
	expect(new Set(runs).size).toBe(sent.length);
	expect(runs.length).toBeLessThanOrEqual(sent.length + kills * runsAtOnce);
	expect(await paid()).toBe(sent.length);
	expect(await stage.dump()).toEqual(before);
	listener.signal('SIGINT');
	expect(await listener.ended).toMatchObject({ code: 0 });
	expect(listener.output()).toMatch(/Stopped: \d+ events/);
});

/** What came before anybody listened: a third of it, some in one millisecond. */
async function receiveWhileClosed(sent: EventRecord[]): Promise<readonly EventRecord[]> {
	const now = Date.now();
	const records = Array.from({ length: Math.floor(count / 3) }, (_, at) => paidInvoice(now - 600_000 + 1000 * Math.floor(at / 3)));
	for (const record of records) await stage.receive(record);
	sent.push(...records);
	return records;
}

/** Until as many have come as shall, and some more while nothing is killed any more; one in ten is late in the index by up to 50 seconds. */
async function receive(sent: EventRecord[], isOver: () => boolean): Promise<void> {
	for (let left = afterwards; left > 0 || sent.length < count; left -= isOver() ? 1 : 0) {
		const late = below(10) === 0 ? 1000 * below(50) : 0;
		const record = paidInvoice(Math.floor((Date.now() - late) / 100) * 100);
		await stage.receive(record);
		sent.push(record);
		await pause(below(200));
	}
}

/** Starts it, and kills it at a moment of chance, so many times; the last one stays. */
async function keepKilling<One extends Killable>(first: () => Promise<One>, again: () => Promise<One>): Promise<One> {
	let one = await up(first());
	for (let round = 0; round < kills; round += 1) {
		await pause(1_000 + below(3_000));
		await one.kill();
		running.delete(one);
		one = await up(again());
	}
	return one;
}

async function untilHandled(all: number): Promise<void> {
	const counted = () =>
		inStore(async ({ events }) => [
			(await events.list({ limit: all })).length,
			(await events.list({ status: 'pending', limit: 1 })).length,
		]);
	// Not all the time, since the run needs the machine too.
	await until(async () => {
		await pause(200);
		const [found, pending] = await counted();
		return found === all && pending === 0;
	}, 2 * patience);
}

/** In the order in which they were kept. */
async function kept(): Promise<readonly EventRecord[]> {
	return await inStore(async ({ events }) => {
		const records: EventRecord[] = [];
		for await (const record of events.walk({})) records.push(record);
		return records;
	});
}

const paid = () =>
	inStore(async ({ events, records }) => {
		const all = (await events.list({})).map(({ id }) => records.get('payments', id));
		return (await Promise.all(all)).filter((payment) => payment !== undefined).length;
	});

async function inStore<Result>(work: (store: ReturnType<typeof openStore>) => Promise<Result>): Promise<Result> {
	const store = openStore(service.dataDir);
	try {
		return await work(store);
	} finally {
		store.close();
	}
}
