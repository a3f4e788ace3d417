import * as z from 'zod/mini';
import { stripe } from '../../providers/stripe.ts';
import { onEvent } from '../../receive.ts';

/** Records the payment once, however often the event comes. */
export const handler = onEvent(
	stripe,
	'invoice.paid',
	{ payload: z.object({ id: z.string(), amount_paid: z.number(), currency: z.string() }) },
	async ({ payload }, { log, records }) => {
		const { id, amount_paid: amount, currency } = payload;
		const first = await records.insert('payments', id, { amount, currency });
		log.info(first ? 'payment recorded' : 'payment known already', { invoice: id, amount, currency });
	},
);
