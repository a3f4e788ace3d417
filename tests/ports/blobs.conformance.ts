import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Blobs } from '../../src/webhook/ports.ts';
import type { Opened } from './events.conformance.ts';

/** What every cloud's Blobs must do. */
export function blobsConformance(open: () => Promise<Opened<Blobs>>): void {
	let opened: Opened<Blobs>;
	let blobs: Blobs;
	beforeEach(async () => {
		opened = await open();
		blobs = opened.one;
	});
	afterEach(() => opened.close());

	it('a key that is not there is undefined', async () => {
		expect(await blobs.get('stripe/none')).toBeUndefined();
	});

	it.each([
		['no bytes', Buffer.alloc(0)],
		['every byte', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
		['5 MB', Buffer.alloc(5 * 1024 * 1024, 0xe2)],
	])('%s come out as they went in, on another connection too', async (_, bytes) => {
		await blobs.put('stripe/evt_1', bytes);
		expect((await opened.other.get('stripe/evt_1'))?.equals(bytes)).toBe(true);
	});

	it('bytes that were removed are gone, on another connection too, and those of another key are not; none to remove is no error', async () => {
		for (const key of ['stripe/evt_1', 'stripe/evt_2']) await blobs.put(key, Buffer.from(key));

		await blobs.remove('stripe/evt_1');
		await opened.other.remove('stripe/evt_1');
		await blobs.remove('stripe/never');

		expect(await opened.other.get('stripe/evt_1')).toBeUndefined();
		expect((await blobs.get('stripe/evt_2'))?.toString()).toBe('stripe/evt_2');
	});

	it('keys that no file name could hold are different keys', async () => {
		const keys = ['../../up', 'a/b', 'a\\b', 'con', 'CON', 'a:b', '.', '', 'x'.repeat(900), 'a\u0000'];
		for (const key of keys) await blobs.put(key, Buffer.from(key));
		for (const key of keys) expect(await blobs.get(key)).toEqual(Buffer.from(key));
	});

	it('20 puts of one key at once leave the bytes of one of them, whole', async () => {
		const versions = Array.from({ length: 20 }, (_, index) => Buffer.alloc(50_000, index));
		await Promise.all(versions.map((bytes, index) => (index % 2 ? opened.one : opened.other).put('stripe/evt_1', bytes)));
		const kept = await blobs.get('stripe/evt_1');
		expect(versions.some((bytes) => kept?.equals(bytes))).toBe(true);
	});
}
