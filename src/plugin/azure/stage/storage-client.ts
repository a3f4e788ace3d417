import { type Client, createClient } from '../../../clouds/azure/client.ts';
import { ServiceError } from '../../../clouds/service-error.ts';
import { Mistake } from '../../mistake.ts';
import type { Stage } from './stage.ts';

/** Where an operator sits, Azure is further away than it is from a function. */
const timeoutMillis = 15_000;

/** The stage's storage as the run time asks it, with the operator's own login. */
export function storageClient({ clients, target, connection }: Pick<Stage, 'clients' | 'target' | 'connection'>, account: string): Client {
	const client = createClient({
		env: { WEBHOOK_STORAGE: `https://${account}.{service}.core.windows.net`, WEBHOOK_STORAGE_CONNECTION: connection },
		tokens: (resource) => clients.token(`${resource.replace(/\/$/, '')}/.default`),
		timeoutMillis,
	});
	return async (request) => {
		try {
			return await client(request);
		} catch (error) {
			if (!(error instanceof ServiceError)) throw error;
			if (error.status === 403) throw new Mistake(forbidden(error.code, target.owner));
			if (error.status === 0)
				throw new Mistake(`the storage account ${account} can not be reached (${error.code}): look at the network`, { cause: error });
			throw error;
		}
	};
}

/** Owners of a subscription may not read what is in an account either. */
function forbidden(code: string, owner: string): string {
	return `Azure does not let this login read the storage of ${owner} (${code}): put its object id into custom.webhook.azure.operators and deploy, or give it Storage Table, Queue and Blob Data Contributor`;
}
