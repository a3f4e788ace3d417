import * as z from 'zod/mini';
import { onCall } from '../receive.ts';

const line = z.object({ sku: z.string(), quantity: z.number() });

/** Called by other functions. The key makes a second call for the same order a no-op. */
export const handler = onCall(
	{ payload: z.object({ order: z.string(), lines: z.array(line), idempotencyKey: z.string() }) },
	async ({ order, lines, idempotencyKey }, { records }) => {
		const first = await records.insert('reservations', idempotencyKey, { order, lines });
		return { order, reserved: lines.length, first };
	},
);
