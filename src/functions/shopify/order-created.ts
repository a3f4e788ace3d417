import * as z from 'zod/mini';
import { shopify } from '../../providers/shopify.ts';
import { onEvent } from '../../receive.ts';

const line = z.object({ sku: z.nullable(z.string()), quantity: z.number() });

/** Reserves stock for the order, in a function of its own. The order goes by its global id, since `id` is a number that JSON.parse may round. */
export const handler = onEvent(
	shopify,
	'orders/create',
	{ payload: z.object({ admin_graphql_api_id: z.string(), line_items: z.array(line) }) },
	async ({ payload, idempotencyKey }, { log, call }) => {
		const lines = payload.line_items.flatMap(({ sku, quantity }) => (sku ? [{ sku, quantity }] : []));
		const order = payload.admin_graphql_api_id;
		const answer = await call('reserve-stock', { order, lines, idempotencyKey });
		log.info('stock reserved', { order, answer: JSON.stringify(answer) });
	},
);
