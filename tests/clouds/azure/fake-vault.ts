import { type FakeService, startFakeService, type Told } from '../aws/fake-service.ts';

export type FakeVault = FakeService & {
	/** By the name that Key Vault knows. */
	readonly secrets: Map<string, string>;
	/** Names that may not be read. */
	readonly forbidden: Set<string>;
	down: boolean;
	/** What a function finds in its environment. */
	readonly env: Readonly<Record<'WEBHOOK_VAULT' | 'IDENTITY_ENDPOINT' | 'IDENTITY_HEADER', string>>;
	readonly tokens: Map<string, string>;
	/** Seconds that a token lives. */
	lifetime: number;
};

const header = 'the header of the identity';

/**
 * Key Vault's GET and PUT of a secret (https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret, …/set-secret/set-secret), and the endpoint that gives
 * an app its tokens (https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference), and nothing else. A token is for its resource only.
 */
export async function startFakeVault(): Promise<FakeVault> {
	const [secrets, forbidden, tokens] = [new Map<string, string>(), new Set<string>(), new Map<string, string>()];
	const fake = await startFakeService(({ method, path, headers, body }) => {
		const url = new URL(path, 'http://vault');
		if (url.pathname === '/msi/token') return giveToken(url, headers['x-identity-header'], vault);
		const [, name = ''] = /^\/secrets\/([0-9A-Za-z-]{1,127})$/.exec(url.pathname) ?? [];
		if (name === '' || url.searchParams.get('api-version') !== '7.4') return refusal(400, 'BadParameter');
		if (vault.down) return refusal(500, 'InternalServerError');
		const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
		if (tokens.get(token) !== 'https://vault.azure.net') return refusal(401, 'Unauthorized');
		if (forbidden.has(name)) return refusal(403, 'Forbidden');
		if (method === 'PUT') return put(name, body, headers['content-type'], secrets);
		const value = secrets.get(name);
		return method === 'GET' && value !== undefined ? told(name, value) : refusal(404, 'SecretNotFound');
	});
	const env = { WEBHOOK_VAULT: fake.url, IDENTITY_ENDPOINT: `${fake.url}/msi/token`, IDENTITY_HEADER: header };
	const vault: FakeVault = Object.assign(fake, { secrets, forbidden, down: false, env, tokens, lifetime: 24 * 60 * 60 });
	return vault;
}

function giveToken({ searchParams }: URL, given: unknown, { tokens, lifetime }: FakeVault): Told {
	const resource = searchParams.get('resource');
	if (given !== header || searchParams.get('api-version') !== '2019-08-01' || !resource) return { status: 400 };
	const token = `token-${tokens.size}`;
	tokens.set(token, resource);
	const expires = String(Math.floor(Date.now() / 1000) + lifetime);
	return { body: JSON.stringify({ access_token: token, expires_on: expires, resource, token_type: 'Bearer' }) };
}

function put(name: string, body: string, type: unknown, secrets: Map<string, string>): Told {
	const { value } = JSON.parse(body) as { readonly value?: string };
	if (type !== 'application/json' || !value) return refusal(400, 'BadParameter');
	secrets.set(name, value);
	return told(name, value);
}

function told(name: string, value: string): Told {
	return { body: JSON.stringify({ value, id: `https://shop.vault.azure.net/secrets/${name}/0a1b`, attributes: { enabled: true } }) };
}

function refusal(status: number, code: string): Told {
	return { status, body: JSON.stringify({ error: { code, message: 'said by the fake' } }) };
}
