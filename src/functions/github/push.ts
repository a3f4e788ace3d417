import * as z from 'zod/mini';
import { github } from '../../providers/github.ts';
import { onEvent } from '../../receive.ts';

/** Tells the team about a push. */
export const handler = onEvent(
	github,
	'push',
	{ payload: z.object({ ref: z.string(), repository: z.object({ full_name: z.string() }), pusher: z.object({ name: z.string() }) }) },
	({ payload }, { notify }) => notify(`${payload.pusher.name} pushed ${payload.ref} to ${payload.repository.full_name}`),
);
