import * as z from 'zod/mini';
import { sendgrid } from '../../providers/sendgrid.ts';
import { onEvent } from '../../receive.ts';

/** Puts an address that bounced on the list of those that get no more mail. */
export const handler = onEvent(
	sendgrid,
	'bounce',
	{ payload: z.object({ email: z.string(), reason: z.optional(z.string()) }) },
	async ({ payload, id }, { log, records }) => {
		await records.put('suppressed', payload.email, { reason: payload.reason ?? 'bounce', event: id });
		log.info('address suppressed', { 'cloudevents.event_id': id });
	},
);
