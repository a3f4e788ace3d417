import { describe, expect, it } from '@jest/globals';
import { paceOf } from '../../src/plugin/read-pace.ts';

describe('the pace of a function', () => {
	it('given several events of which some say something → what they say together', () => {
		expect(paceOf('paid', ['stripe', { maximumConcurrency: 2 }, { maximumConcurrency: 2, batchSize: 10 }])).toEqual({
			maximumConcurrency: 2,
			batchSize: 10,
		});
	});

	it.each([
		[
			[{ batchSize: 1 }, { batchSize: 2 }],
			'function "paid": "batchSize" must be the same in each of its webhook events, they share one queue',
		],
		[[{ maximumConcurrency: 1001 }], 'function "paid": webhook.maximumConcurrency: it must be a whole number from 2 to 1000'],
		[[{ batchSize: '5' }], 'function "paid": webhook.batchSize: it must be a whole number from 1 to 10'],
	])('given %j → one line', (events, message) => {
		expect(() => paceOf('paid', events)).toThrow(expect.objectContaining({ name: 'Mistake', message }));
	});
});
