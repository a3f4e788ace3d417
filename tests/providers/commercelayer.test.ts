import { expect, it } from '@jest/globals';
import { commercelayer } from '../../src/providers/commercelayer.ts';
import { delivery } from './deliveries.ts';

it('two topics of Commerce Layer with one body are two events', () => {
	const body = '{"data":{"id":"o-1","type":"orders"}}';
	const [approved, paid] = ['orders.approve', 'orders.pay'].map((topic) => {
		const sent = delivery(body, { 'content-type': 'application/json', 'x-commercelayer-topic': topic });
		return commercelayer.identify(JSON.parse(body), sent)[0];
	});

	expect([approved?.type, paid?.type]).toEqual(['orders.approve', 'orders.pay']);
	expect(approved?.id).not.toBe(paid?.id);
});

it('a delivery of Commerce Layer without its topic has neither id nor type', () => {
	expect(commercelayer.identify({}, delivery('{}'))).toEqual([{ id: undefined, type: undefined, payload: {}, unsigned: ['id', 'type'] }]);
});
