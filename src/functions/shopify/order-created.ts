import * as z from 'zod/mini';
import { shopify } from '../../providers/shopify.ts';
import { onEvent } from '../../receive.ts';

const line = z.object({ sku: z.nullable(z.string()), quantity: z.number() });

/** Reserves stock for the order, in a function of its own. */
export const handler = onEvent(
	shopify,
	'orders/create',
	{ payload: z.object({ id: z.number(), line_items: z.array(line) }) },
	async ({ payload, idempotencyKey }, { log, call }) => {
		const lines = payload.line_items.flatMap(({ sku, quantity }) => (sku ? [{ sku, quantity }] : []));
		const answer = await call('reserve-stock', { order: String(payload.id), lines, idempotencyKey });
		log.info('stock reserved', { order: payload.id, answer: JSON.stringify(answer) });
	},
);
