import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../../src/clouds/local/open-store.ts';
import { blobFile } from '../../../src/clouds/local/purge-blobs.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import { noon, sampleRecord, sampleRun, week } from '../../ports/sample-record.ts';
import { temporaryFolder } from './temporary-store.ts';

const end = noon + week;
const hour = 60 * 60 * 1000;
const day = 24 * hour;
const settled = { 'invoice-paid': sampleRun({ status: 'done', sent: true }) };

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let clock = noon;
beforeEach(() => {
	clock = noon;
	folder = temporaryFolder();
	store = openStore(folder.path, () => clock);
});
afterEach(() => {
	store.close();
	folder.remove();
});

const insert = (changes: Partial<EventRecord>) => store.events.insert(sampleRecord(changes), noon);
const blobs = () => readdirSync(join(folder.path, 'blobs')).sort();
async function put(key: string, writtenAt: number): Promise<void> {
	await store.blobs.put(key, Buffer.from(key));
	utimesSync(join(folder.path, 'blobs', blobFile(key)), writtenAt / 1000, writtenAt / 1000);
}

it('removes and counts what expired at or before now and waits for nobody; the rest stays', async () => {
	await insert({ id: 'done', functions: settled });
	await insert({ id: 'unhandled', functions: {} });
	await insert({ id: 'dead', functions: { 'invoice-paid': sampleRun({ status: 'dead', sent: true }) } });
	await insert({ id: 'young', functions: settled, expiresAt: end + 1 });
	await insert({ id: 'pending', functions: { 'invoice-paid': sampleRun({ sent: true }) } });
	await insert({ id: 'letter unsent', functions: { 'invoice-paid': sampleRun({ status: 'dead' }) } });

	const removed = await store.purge(end);

	expect(removed).toBe(3);
	expect((await store.events.list({})).map(({ id }) => id).sort()).toEqual(['letter unsent', 'pending', 'young']);
});

it('removes the bytes with the last record that names them, and not those that were written within the hour', async () => {
	for (const key of ['gone', 'shared', 'waited for']) await put(key, noon);
	await put('just written', end - hour);
	writeFileSync(join(folder.path, 'blobs', 'half-written'), 'x');
	utimesSync(join(folder.path, 'blobs', 'half-written'), noon / 1000, noon / 1000);
	await insert({ id: 'a', functions: settled, body: { blob: 'gone' } });
	await insert({ id: 'b', functions: settled, body: { blob: 'shared' } });
	await insert({ id: 'c', functions: settled, body: { blob: 'shared' }, expiresAt: end + 1 });
	await insert({ id: 'd', body: { blob: 'waited for' } });

	await store.purge(end);

	expect(blobs()).toEqual(['just written', 'shared', 'waited for'].map(blobFile).sort());
	expect((await store.blobs.get('shared'))?.toString()).toBe('shared');
});

it('removes a dead letter two weeks old whose event is gone, and no other', async () => {
	await insert({ id: 'kept', functions: {}, expiresAt: end + 30 * day });
	for (const id of ['kept', 'gone']) await store.queue.bury(messageFor(sampleRecord({ id }), 'invoice-paid'), 'no record');
	clock = noon + 1;
	await store.queue.bury(messageFor(sampleRecord({ id: 'young' }), 'invoice-paid'), 'no record');

	await store.purge(noon + 14 * day);

	expect((await store.queue.letters({})).map(({ message }) => message.id).sort()).toEqual(['kept', 'young']);
});
