import { createClient } from '../../../src/clouds/azure/client.ts';
import type { Environment } from '../../../src/clouds/azure/endpoint.ts';
import type { QueueMessage } from '../../../src/clouds/azure/messages.ts';

/** Makes a message visible again, as the host does with one that a function has failed for. */
export async function release(env: Environment, queue: string, { id, receipt }: QueueMessage): Promise<void> {
	const query = { popreceipt: receipt, visibilitytimeout: '0' };
	await createClient({ env })({ service: 'queue', method: 'PUT', path: `/${queue}/messages/${id}`, query });
}
