import { createClient } from '../../../src/clouds/azure/client.ts';
import type { Environment } from '../../../src/clouds/azure/endpoint.ts';
import { type QueueMessage, queueMessages } from '../../../src/clouds/azure/messages.ts';

/** What is visible in a queue; it is not visible for 30 seconds then. */
export async function takeAll(env: Environment, queue: string): Promise<readonly QueueMessage[]> {
	const messages = queueMessages(createClient({ env }));
	const taken: QueueMessage[] = [];
	for (;;) {
		const some = await messages.take(queue, 30);
		if (some.length === 0) return taken;
		taken.push(...some);
	}
}
