import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { openStore } from '../../../src/clouds/local/open-store.ts';
import { blobFile } from '../../../src/clouds/local/purge-blobs.ts';
import { keyOfRecord, noon, sampleRecord } from '../../ports/sample-record.ts';
import { temporaryFolder } from './temporary-store.ts';

/** `npm run test:rounds` cuts at more bytes. The step shares no factor with the size of a page or a frame. */
const step = process.env.ROUNDS === undefined ? 1009 : 37;

/** Where there is one, a disk in memory: what is torn is torn already, and thousands of stores are written. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

jest.setTimeout(10 * 60_000);

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
	folder = temporaryFolder();
});
afterEach(() => folder.remove());

const record = (id: string) => sampleRecord({ id, body: Buffer.alloc(6_000, id) });
const earlier = ['evt_1', 'evt_2'].map(record);
const last = record('evt_3');

it.each([
	['ends there', () => Buffer.alloc(0)],
	['goes on with zeros', (rest: number) => Buffer.alloc(rest)],
	['goes on with what stood there before', (rest: number) => Buffer.alloc(rest, 'what stood there before')],
])(
	'a log whose last transaction is torn at a byte and %s has its record not at all, and the earlier ones as they were',
	async (_, tail) => {
		const { whole, begin } = await writeRecords();

		for (let cut = begin; cut < whole.length; cut += step) {
			const copy = tornCopy(Buffer.concat([whole.subarray(0, cut), tail(whole.length - cut)]));
			const store = openStore(copy);
			const found = await Promise.all([...earlier, last].map((each) => store.events.get(keyOfRecord(each))));
			const { existing } = await store.events.insert(last, noon);
			const again = await store.events.get(keyOfRecord(last));
			store.close();
			rmSync(copy, { recursive: true });
			// Compared in one, since there are thousands of cuts.
			expect({ cut, found, existing, again }).toEqual({ cut, found: [...earlier, undefined], existing: undefined, again: last });
		}
		const copy = tornCopy(whole);
		const store = openStore(copy);
		const found = await store.events.get(keyOfRecord(last));
		store.close();
		rmSync(copy, { recursive: true });
		expect(found).toEqual(last);
	},
);

it('a draft of a blob that is cut at any byte is no blob, does not keep the next one from being written, and is removed', async () => {
	const bytes = Buffer.from('Größe 漢字 🎉');
	const blobs = join(folder.path, 'blobs');
	mkdirSync(blobs);
	for (let cut = 0; cut <= bytes.length; cut += 1) writeFileSync(join(blobs, `${blobFile('key')}.${cut}`), bytes.subarray(0, cut));
	const store = openStore(folder.path);

	const before = await store.blobs.get('key');
	await store.blobs.put('key', bytes);
	const after = await store.blobs.get('key');
	await store.purge(Date.now() + 2 * 60 * 60 * 1000);
	store.close();

	expect(before).toBeUndefined();
	expect(after).toEqual(bytes);
	expect(readdirSync(blobs)).toEqual([]);
});

/** The log with all the records, and the byte of it where the last transaction begins. */
async function writeRecords(): Promise<{ readonly whole: Buffer; readonly begin: number }> {
	const store = openStore(folder.path);
	const log = join(folder.path, 'hookport.db-wal');
	for (const each of earlier) await store.events.insert(each, noon);
	const begin = statSync(log).size;
	await store.events.insert(last, noon);
	// Closing would move the log into the file.
	copyFileSync(join(folder.path, 'hookport.db'), join(folder.path, 'copied.db'));
	const whole = readFileSync(log);
	store.close();
	return { whole, begin };
}

function tornCopy(log: Buffer): string {
	const copy = mkdtempSync(join(memory, 'hookport-torn-'));
	copyFileSync(join(folder.path, 'copied.db'), join(copy, 'hookport.db'));
	writeFileSync(join(copy, 'hookport.db-wal'), log);
	return copy;
}
