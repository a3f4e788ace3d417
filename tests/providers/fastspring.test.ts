import { expect, it } from '@jest/globals';
import { fastspring } from '../../src/providers/fastspring.ts';
import { delivery } from './deliveries.ts';

it('a delivery of FastSpring is each of its events, and those that are unusable do not lose the others', () => {
	const events = [
		{ id: 'a', type: 'order.completed', data: { order: '1' } },
		'junk',
		{ type: 'order.failed' },
		{ id: 'b', type: 'order.canceled' },
	];

	expect(fastspring.identify({ events }, delivery(''))).toEqual([
		{ id: 'a', type: 'order.completed', payload: { order: '1' } },
		{ id: undefined, type: undefined, payload: undefined },
		{ id: undefined, type: 'order.failed', payload: undefined },
		{ id: 'b', type: 'order.canceled', payload: undefined },
	]);
});
