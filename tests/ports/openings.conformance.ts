import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Openings } from '../../src/webhook/secrets.ts';
import type { Opened } from './events.conformance.ts';

/** What every cloud's Openings must do. */
export function openingsConformance(open: () => Promise<Opened<Openings>>): void {
	let opened: Opened<Openings>;
	let openings: Openings;
	beforeEach(async () => {
		opened = await open();
		openings = opened.one;
	});
	afterEach(() => opened.close());

	it('a source that nobody opened has no time, and can be closed', async () => {
		expect(await openings.get('teller')).toBeUndefined();
		await expect(openings.close('teller')).resolves.toBeUndefined();
	});

	it('a source is open until the time that was said last, for everybody, and others are not', async () => {
		await openings.open('teller', 1_000);
		await openings.open('teller', 1_700_000_000_123);

		expect([await opened.other.get('teller'), await openings.get('teller-eu')]).toEqual([1_700_000_000_123, undefined]);
	});

	it('a source that was closed has no time, and can be opened again', async () => {
		await openings.open('teller', 1);
		await opened.other.close('teller');
		expect(await openings.get('teller')).toBeUndefined();

		await openings.open('teller', 2);
		expect(await openings.get('teller')).toBe(2);
	});
}
