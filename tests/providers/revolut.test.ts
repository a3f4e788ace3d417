import { expect, it } from '@jest/globals';
import { revolut } from '../../src/providers/revolut.ts';
import { delivery } from './deliveries.ts';

function idOf(body: object, timestamp: string): string | undefined {
	const text = JSON.stringify(body);
	return revolut.identify(body, delivery(text, { 'revolut-request-timestamp': timestamp }))[0]?.id;
}

it('an event of Revolut Business is its type, its object and its time', () => {
	const created = { event: 'TransactionCreated', timestamp: '2026-11-20T09:12:31.753463Z', data: { id: 't-1' } };

	expect(idOf(created, '1')).toBe('TransactionCreated.t-1.2026-11-20T09:12:31.753463Z');
});

it('an event of an order of Revolut is its bytes, the same whenever an attempt was made', () => {
	const completed = { event: 'ORDER_COMPLETED', order_id: 'o-1' };

	expect(idOf(completed, '1')).toBe(idOf(completed, '2'));
	expect(idOf({ ...completed, order_id: 'o-2' }, '1')).not.toBe(idOf(completed, '1'));
});
