import type { Cloud } from '../../webhook/ports.ts';
import { sameToken } from '../../webhook/same-token.ts';
import type { Secrets } from '../../webhook/secrets.ts';
import { keptSecrets } from '../kept-secrets.ts';
import { ServiceError } from '../service-error.ts';
import type { AzureRequest, Client } from './client.ts';
import type { Environment } from './endpoint.ts';
import { digestOf } from './entity.ts';
import { inTurn } from './in-turn.ts';
import type { TableEntities } from './table-entities.ts';

type Options = {
	readonly env: Environment;
	readonly client: Client;
	/** Where those who offer wait for their turn. */
	readonly entities: TableEntities;
} & Pick<Cloud, 'now' | 'wait'>;

/**
 * Secrets of the environment, where the platform puts those that it has read from Key Vault, and of Key Vault itself. Key Vault knows no condition, so those who
 * offer go one after the other; an operator who sets a secret in the same moment is not kept from it, and who wrote last counts then.
 */
export function createSecrets({ env, client, entities, now, wait }: Options): Secrets {
	const known = resolved(env);
	const read = async (name: string) => (env.WEBHOOK_VAULT ? await readSecret(client, name, known) : known.get(name));
	const { get, refresh, lose } = keptSecrets({
		read: async (names) => new Map((await Promise.all(names.map(async (name) => [name, await read(name)] as const))).filter(isSet)),
		now,
		known,
	});
	const offer = async (name: string, value: string) => {
		const look = async () => {
			const set = await readSecret(client, name, known);
			return set === undefined ? undefined : sameToken(set, [value]);
		};
		const act = async () => {
			const headers = { 'content-type': 'application/json' };
			await client({ ...secretAt(name), method: 'PUT', headers, body: JSON.stringify({ value }) });
			return true;
		};
		const key = { PartitionKey: digestOf(name), RowKey: 'offer' };
		return await inTurn({ look, act }, { entities, key, now, wait }).finally(() => lose(name));
	};
	return { get, refresh, offer };
}

/** A reference that could not be resolved stands there as it was written: https://learn.microsoft.com/azure/app-service/app-service-key-vault-references */
function resolved(env: Environment): ReadonlyMap<string, string> {
	return new Map(
		Object.entries(env)
			.filter(isSet)
			.filter(([, value]) => value !== '' && !value.startsWith('@Microsoft.KeyVault(')),
	);
}

function isSet(pair: readonly [string, string | undefined]): pair is [string, string] {
	return pair[1] !== undefined;
}

/** A name there is made of letters, digits and hyphens: https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret */
function secretAt(name: string): Pick<AzureRequest, 'service' | 'path' | 'query'> {
	return { service: 'vault', path: `/secrets/${name.replaceAll('_', '-')}`, query: { 'api-version': '7.4' } };
}

/** What may not be read is none, unless it was read before: then something is wrong that takes nothing away. */
async function readSecret(client: Client, name: string, known: ReadonlyMap<string, string>): Promise<string | undefined> {
	try {
		const { body } = await client({ ...secretAt(name), method: 'GET' });
		// Sound because the API says so.
		return (JSON.parse(body.toString()) as { readonly value: string }).value;
	} catch (error) {
		if (error instanceof ServiceError && (error.status === 404 || (error.status === 403 && !known.has(name)))) return undefined;
		throw error;
	}
}
