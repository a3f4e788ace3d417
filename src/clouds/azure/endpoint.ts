import { type Account, accountOf } from './shared-key.ts';

export type Service = 'queue' | 'table' | 'blob' | 'vault';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a service is; `account` where it is asked under a shared key. */
export type Endpoint = { readonly url: URL; readonly account?: Account };

/**
 * `WEBHOOK_STORAGE` holds `{service}` in the place of queue, table or blob; `WEBHOOK_STORAGE_CONNECTION`, for tests and local runs, names the three
 * endpoints and a key: https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
 */
export function endpointOf(service: Service, env: Environment): Endpoint {
	if (service === 'vault') return { url: new URL(given(env.WEBHOOK_VAULT, 'WEBHOOK_VAULT')) };
	const connection = env.WEBHOOK_STORAGE_CONNECTION;
	if (connection) {
		const parts = partsOf(connection);
		const name = `${service[0]?.toUpperCase()}${service.slice(1)}Endpoint`;
		return { url: new URL(given(parts.get(name), `${name} in WEBHOOK_STORAGE_CONNECTION`)), account: accountOf(parts) };
	}
	return { url: new URL(given(env.WEBHOOK_STORAGE, 'WEBHOOK_STORAGE').replace('{service}', service)) };
}

function given(value: string | undefined, name: string): string {
	if (!value) throw new Error(`${name} is not set`);
	return value;
}

/** A key ends with `=`, so only the first one divides. */
function partsOf(connection: string): ReadonlyMap<string, string> {
	return new Map(
		connection.split(';').map((part) => {
			const at = part.indexOf('=');
			return [part.slice(0, at), part.slice(at + 1)];
		}),
	);
}
