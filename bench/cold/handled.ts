import * as z from 'zod/mini';
import { github } from '../../src/providers/github.ts';
import { onEvent } from '../../src/receive.ts';

const payload = z.object({ ref: z.string(), repository: z.object({ full_name: z.string() }), pusher: z.object({ name: z.string() }) });

/** A function that GitHub waits for. */
export const handler = onEvent(github, 'push', { payload }, ({ payload: { ref, repository } }) => ({
	seen: `${repository.full_name} ${ref}`,
}));
