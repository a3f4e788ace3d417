import { describe, expect, it } from '@jest/globals';
import { requestCall, wake } from '../../../src/clouds/local/thread.ts';

describe('outside a thread of the local run', () => {
	it('a call is refused in one line', async () => {
		await expect(requestCall('reserve-stock', {})).rejects.toThrow(/^This is not a thread of the local run: .+$/);
	});

	it('a wake is told to nobody and fails nothing', () => {
		expect(() => wake()).not.toThrow();
	});
});
