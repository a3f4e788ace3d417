import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Secrets } from '../../src/webhook/secrets.ts';
import type { Opened } from './events.conformance.ts';

const name = 'TELLER_WEBHOOK_SECRET';

/** What every cloud's Secrets must do with what a sender offers. */
export function offerConformance(open: () => Promise<Opened<Secrets>>): void {
	let opened: Opened<Secrets>;
	let secrets: Secrets;
	beforeEach(async () => {
		opened = await open();
		secrets = opened.one;
	});
	afterEach(() => opened.close());

	it('where none is set it is kept, and is known at once, though it was asked for before', async () => {
		expect(await secrets.get(name)).toBeUndefined();

		expect(await secrets.offer(name, 'first')).toBe(true);

		expect([await secrets.get(name), await opened.other.get(name)]).toEqual(['first', 'first']);
	});

	it('where another is set it is not kept; the one that is set may be offered again', async () => {
		await secrets.offer(name, 'first');

		expect([await secrets.offer(name, 'second'), await opened.other.offer(name, 'first'), await secrets.get(name)]).toEqual([
			false,
			true,
			'first',
		]);
	});

	it('of 20 that are offered at once, over two connections, one is kept', async () => {
		const values = Array.from({ length: 20 }, (_, index) => `secret-${index}`);

		const kept = await Promise.all(values.map((value, index) => (index % 2 ? opened.one : opened.other).offer(name, value)));

		expect(values.filter((_, index) => kept[index])).toEqual([await secrets.get(name)]);
	});

	it('those of two sources that are offered at once are both kept', async () => {
		const kept = await Promise.all([secrets.offer(name, 'one'), opened.other.offer('OTHER_WEBHOOK_SECRET', 'other')]);

		expect([kept, await secrets.get(name), await secrets.get('OTHER_WEBHOOK_SECRET')]).toEqual([[true, true], 'one', 'other']);
	});
}
