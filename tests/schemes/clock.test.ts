import { describe, expect, it } from '@jest/globals';
import { clocks } from '../../src/schemes/clock.ts';

describe.each(Object.entries(clocks))('the clock in %s', (_, clock) => {
	it.each([Number.NaN, Infinity, -Infinity, 1e300, -1e15, 8.65e15])(
		'prints %d, which is no time that a sender has, as a text that is none',
		(time) => {
			expect(clock.read(clock.print(time))).toBeUndefined();
		},
	);

	it('reads what it prints', () => {
		expect(clock.read(clock.print(1_772_447_051_000))).toBe(1_772_447_051_000);
	});
});
