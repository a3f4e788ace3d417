import { expect, it } from '@jest/globals';
import { handler } from '../../../src/functions/shopify/order-created.ts';
import { tryFunction } from '../../try-function.ts';

it('reserves stock for the lines of the order, in another function', async () => {
	const calls: unknown[] = [];
	const { send } = tryFunction(handler, { call: async (name, payload) => calls.push([name, payload]) });

	const { run } = await send({ id: '1' });

	expect(run?.status).toBe('done');
	expect(calls).toEqual([
		[
			'reserve-stock',
			{ order: expect.stringMatching(/^gid:/), lines: expect.any(Array), idempotencyKey: expect.stringMatching(/^shopify\/.*1.*\/tried$/) },
		],
	]);
});

it('comes again when stock could not be reserved', async () => {
	const answers: readonly (() => unknown)[] = [
		() => {
			throw new Error('no stock service');
		},
		() => 'reserved',
	];
	let calls = 0;
	const { send } = tryFunction(handler, { call: async () => answers[calls++]?.() });

	const first = await send({ id: '1' });
	const second = await send({ id: '1' });

	expect(first.run).toMatchObject({ status: 'pending', attempts: 1, lastError: 'Error: no stock service' });
	expect(second.run).toMatchObject({ status: 'done', attempts: 2 });
});
