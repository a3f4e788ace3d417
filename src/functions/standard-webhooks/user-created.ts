import * as z from 'zod/mini';
import { standardWebhooks } from '../../providers/standard-webhooks.ts';
import { onEvent } from '../../receive.ts';

/** Tells the team about a new user. */
export const handler = onEvent(standardWebhooks, 'user.created', { payload: z.object({ id: z.string() }) }, ({ payload }, { notify }) =>
	notify(`user ${payload.id} signed up`),
);
