import { expect, it } from '@jest/globals';
import { handler } from '../../src/functions/reserve-stock.ts';
import { tryCall } from '../try-function.ts';

const order = { order: 'gid://1', lines: [{ sku: 'A', quantity: 1 }], idempotencyKey: 'key' };

it('reserves once for one key', async () => {
	const { call } = tryCall(handler);

	expect(await call(order)).toEqual({ order: 'gid://1', reserved: 1, first: true });
	expect(await call(order)).toMatchObject({ first: false });
});

it('rejects a payload that does not fit', async () => {
	const { call } = tryCall(handler);

	await expect(call({ ...order, lines: 'none' })).rejects.toThrow('payload does not fit: lines');
});
