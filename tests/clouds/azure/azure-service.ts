import { createClient } from '../../../src/clouds/azure/client.ts';
import type { Environment } from '../../../src/clouds/azure/endpoint.ts';
import { container, deadQueue, poisonQueue, tables } from '../../../src/clouds/azure/names.ts';

const json = { accept: 'application/json;odata=nometadata', 'content-type': 'application/json' };

/** Makes what the deployment makes in a storage account, for functions of these names, and gives what a function finds in its environment. */
export async function azureService(connection: string, functions: readonly string[] = []): Promise<Environment> {
	const env = { WEBHOOK_STORAGE_CONNECTION: connection };
	const client = createClient({ env });
	const queues = functions.flatMap((name) => [name, deadQueue(name), poisonQueue(name)]);
	await Promise.all([
		...tables.map((TableName) =>
			client({ service: 'table', method: 'POST', path: '/Tables', headers: json, body: JSON.stringify({ TableName }) }),
		),
		client({ service: 'blob', method: 'PUT', path: `/${container}`, query: { restype: 'container' } }),
		...queues.map((name) => client({ service: 'queue', method: 'PUT', path: `/${name}` })),
	]);
	return env;
}
