import { routes } from '#routes';
import { client, cloud } from './cloud.ts';
import { createWholeSweep } from './create-whole-sweep.ts';

/** A `handled` function has a queue too: an operator's replay comes through it. */
const queues = [...new Set(routes.routes.filter(({ type }) => type !== undefined).map((route) => route.function))];

export const handler = createWholeSweep({ cloud, client, queues });
