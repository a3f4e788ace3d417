import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../../src/clouds/local/open-store.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import { keyOfRecord, noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { temporaryFolder } from './temporary-store.ts';

const canary = 'Kx7canary';
const lease = { now: noon, until: noon + 30_000 };

let folder: ReturnType<typeof temporaryFolder>;
let stores: readonly [Store, Store];
beforeEach(() => {
	folder = temporaryFolder();
	// A run has the file open in several threads.
	stores = [openStore(folder.path), openStore(folder.path)];
});
afterEach(() => {
	for (const store of stores) store.close();
	folder.remove();
});

/** The files of the store that hold the canary. */
const holding = () =>
	readdirSync(folder.path, { recursive: true, encoding: 'utf8', withFileTypes: true })
		.filter((file) => file.isFile() && readFileSync(join(file.parentPath, file.name)).includes(canary))
		.map(({ name }) => name);
const body = (size: number) => Buffer.from(canary.padEnd(size, '.') + canary);
const full = (id: string, size: number): EventRecord =>
	sampleRecord({
		id,
		headers: { 'x-a': canary },
		query: canary,
		body: body(size),
		functions: {
			failed: sampleRun({ lastError: canary, reason: `payload does not fit: ${canary}`, status: 'dead' }),
			'invoice-paid': sampleRun(),
		},
	});

describe('nothing of a forgotten event is in the files of the store', () => {
	it.each([
		['small', 200],
		['of a few pages', 20_000],
		['as big as a record takes', 60_000],
	])('whose body is %s, after runs that rewrote it and among neighbours that went', async (_, size) => {
		const [store, other] = stores;
		const all = Array.from({ length: 20 }, (_, index) => full(`evt_${index}`, size));
		for (const record of all) {
			await store.events.insert(record, noon);
			await other.events.claim(keyOfRecord(record), 'invoice-paid', lease);
			const reply = { status: 200, headers: {}, body: canary.repeat(50) };
			await other.events.settle(keyOfRecord(record), 'invoice-paid', 1, { status: 'done', at: noon, reply });
		}
		expect(holding()).not.toEqual([]);

		for (const record of all) await store.events.forget(keyOfRecord(record), noon + 1);

		expect(holding()).toEqual([]);
		expect(await other.events.list({})).toHaveLength(20);
	});

	it('whose bytes were in blobs', async () => {
		const [store] = stores;
		await store.blobs.put('stripe/big', body(200_000));
		await store.events.insert({ ...full('evt_1', 0), body: { blob: 'stripe/big' } }, noon);
		expect(holding()).toHaveLength(2);

		await store.events.forget({ source: 'stripe', id: 'evt_1' }, noon + 1);
		await store.blobs.remove('stripe/big');

		expect(holding()).toEqual([]);
	});

	it('and nothing of one that has expired, once the log is cut', async () => {
		const [store, other] = stores;
		for (let index = 0; index < 20; index += 1) {
			await store.events.insert({ ...full(`evt_${index}`, 9000), functions: {}, expiresAt: noon + 1 }, noon);
		}
		await other.events.insert(sampleRecord({ id: 'another' }), noon);

		expect(await other.purge(noon + 1)).toBe(20);
		await store.events.forget({ source: 'stripe', id: 'another' }, noon + 1);

		expect(holding()).toEqual([]);
	});
});

it('while somebody reads from the log, the bytes wait there for the next cut, and the event is forgotten all the same', async () => {
	const { DatabaseSync } = await import('node:sqlite');
	const [store] = stores;
	await store.events.insert(full('evt_1', 9000), noon);
	const reader = new DatabaseSync(join(folder.path, 'hookport.db'));
	reader.exec('BEGIN; SELECT count(*) FROM events');

	let turns = 0;
	const timer = setInterval(() => {
		turns += 1;
	}, 50);
	const left = await store.events.forget({ source: 'stripe', id: 'evt_1' }, noon + 1);
	clearInterval(timer);

	expect(left).toMatchObject({ forgottenAt: noon + 1 });
	expect(holding()).not.toEqual([]);
	// The sweep does this where deliveries are taken, so they must not wait for it.
	expect(turns).toBeGreaterThan(10);
	reader.exec('COMMIT');
	reader.close();
	await store.events.forget({ source: 'stripe', id: 'evt_1' }, noon + 2);
	expect(holding()).toEqual([]);
}, 20_000);

it('its blob is no longer kept by its record, so that a crash before its removal leaves it for an hour', async () => {
	const [store] = stores;
	await store.blobs.put('stripe/big', body(10));
	await store.events.insert(sampleRecord({ body: { blob: 'stripe/big' } }), noon);
	await store.events.forget({ source: 'stripe', id: 'evt_1' }, noon + 1);

	await store.purge(Date.now() + 2 * 60 * 60 * 1000);

	expect(await store.blobs.get('stripe/big')).toBeUndefined();
});
