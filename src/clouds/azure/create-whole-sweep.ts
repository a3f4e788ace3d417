import type { Cloud } from '../../webhook/ports.ts';
import { createSweep } from '../create-sweep.ts';
import type { Client } from './client.ts';
import { emptyPoison } from './empty-poison.ts';
import { queueMessages } from './messages.ts';
import { removeExpired } from './remove-expired.ts';
import type { Handler } from './running.ts';
import { tableEntities } from './table-entities.ts';

type Options = {
	readonly cloud: Cloud;
	readonly client: Client;
	/** Functions that have a queue. */
	readonly queues: readonly string[];
};

/** The sweep, and what other clouds do by themselves: what a queue gave up comes to it, and what has expired goes. What fails of one hides nothing of the others. */
export function createWholeSweep({ cloud, client, queues }: Options): Handler {
	const sweep = createSweep(cloud);
	const [entities, messages] = [tableEntities(client, 'events'), queueMessages(client)];
	return async (input, context) => {
		const parts = [sweep(input, context), emptyPoison(queues, { cloud, messages }), removeExpired({ entities, now: cloud.now })] as const;
		const [swept, , expired] = await Promise.allSettled(parts).then(() => Promise.all(parts));
		return { swept, expired };
	};
}
