import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Records } from '../../src/webhook/ports.ts';
import type { Opened } from './events.conformance.ts';

/** What every cloud's Records must do: each sentence of the port's documentation is a row. */
export function recordsConformance(open: () => Promise<Opened<Records>>): void {
	let opened: Opened<Records>;
	let records: Records;
	beforeEach(async () => {
		opened = await open();
		records = opened.one;
	});
	afterEach(() => opened.close());

	it('a key that is not there is undefined, and can be removed', async () => {
		expect(await records.get('payments', 'in_1')).toBeUndefined();
		await expect(records.remove('payments', 'in_1')).resolves.toBeUndefined();
	});

	it.each([[{ amount: 1200, lines: ['a', null] }], [[]], ['text \u{1f600}'], [0], [false], [null], [{ __proto__: null, __proto: 1 }]])(
		'%j comes out as it went in',
		async (value) => {
			expect(await records.insert('payments', 'in_1', value)).toBe(true);
			expect(JSON.stringify(await records.get('payments', 'in_1'))).toBe(JSON.stringify(value));
		},
	);

	it('insert leaves a value that is there, and says so', async () => {
		expect(await records.insert('payments', 'in_1', 'first')).toBe(true);
		expect(await records.insert('payments', 'in_1', 'second')).toBe(false);
		expect(await records.get('payments', 'in_1')).toBe('first');
	});

	it('of 20 inserts at once, over two connections, one puts its value', async () => {
		const inserts = Array.from({ length: 20 }, (_, index) => (index % 2 ? opened.one : opened.other).insert('payments', 'in_1', index));
		const winners = (await Promise.all(inserts)).flatMap((won, index) => (won ? [index] : []));
		expect(winners).toHaveLength(1);
		expect(await records.get('payments', 'in_1')).toBe(winners[0]);
	});

	it('put takes the place of what is there', async () => {
		await records.put('payments', 'in_1', 'first');
		await records.put('payments', 'in_1', { second: true });
		expect(await opened.other.get('payments', 'in_1')).toEqual({ second: true });
	});

	it('a removed key is free again', async () => {
		await records.put('payments', 'in_1', 'first');
		await records.remove('payments', 'in_1');
		expect(await records.get('payments', 'in_1')).toBeUndefined();
		expect(await records.insert('payments', 'in_1', 'second')).toBe(true);
	});

	it('the same key in two collections is two values, however the names run together', async () => {
		await records.put('a', 'b/c', 1);
		await records.put('a/b', 'c', 2);
		await records.put('a', '\ud800', 3);
		await records.put('a', '\ufffd', 4);
		expect(
			await Promise.all([records.get('a', 'b/c'), records.get('a/b', 'c'), records.get('a', '\ud800'), records.get('a', '\ufffd')]),
		).toEqual([1, 2, 3, 4]);
	});

	it('a value that is not JSON is refused', async () => {
		await expect(records.put('payments', 'in_1', undefined)).rejects.toThrow('JSON');
		expect(await records.get('payments', 'in_1')).toBeUndefined();
	});
}
