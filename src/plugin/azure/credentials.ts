import { errorCode } from '../error-code.ts';
import { Mistake } from '../mistake.ts';

type Environment = Readonly<Record<string, string | undefined>>;
export type Token = (scope: string) => Promise<string>;

type Credential = { readonly getToken: (scope: string) => Promise<{ readonly token: string; readonly expiresOnTimestamp: number }> };

/** A token is good for so long less. */
const spareMillis = 2 * 60_000;

/**
 * Tokens of whoever is signed in: by the Azure CLI, by the environment, or as a workload. `WEBHOOK_ACCESS_TOKEN` stands in for all of them.
 * https://learn.microsoft.com/en-us/javascript/api/overview/azure/identity-readme#defaultazurecredential
 */
export function tokens(env: Environment, load: () => Promise<Credential> = loadCredential): Token {
	if (env.WEBHOOK_ACCESS_TOKEN) return async () => env.WEBHOOK_ACCESS_TOKEN ?? '';
	let credential: Promise<Credential> | undefined;
	const kept = new Map<string, { readonly token: string; readonly until: number }>();
	return async (scope) => {
		const known = kept.get(scope);
		if (known && Date.now() < known.until) return known.token;
		credential ??= load();
		const { token, expiresOnTimestamp } = await (await credential).getToken(scope).catch((error: unknown) => {
			throw new Mistake(noLogin(error));
		});
		kept.set(scope, { token, until: expiresOnTimestamp - spareMillis });
		return token;
	};
}

async function loadCredential(): Promise<Credential> {
	try {
		const { DefaultAzureCredential } = await import('@azure/identity');
		return new DefaultAzureCredential();
	} catch (error) {
		if (errorCode(error) === 'ERR_MODULE_NOT_FOUND')
			throw new Mistake('@azure/identity is not installed: npm install --save-dev @azure/identity');
		throw error;
	}
}

/** The library's own text is a list of all ways that it tried, over many lines. */
function noLogin(error: unknown): string {
	const { name, message } = error instanceof Error ? error : new Error('');
	const [, code] = /\b(AADSTS\d+)/.exec(message) ?? [];
	if (code !== undefined) return `Microsoft Entra refuses this login (${code}): az login, then repeat the command`;
	const known = ['CredentialUnavailableError', 'AggregateAuthenticationError', 'ChainedTokenCredentialAuthenticationFailed'];
	if (known.includes(name))
		return 'nobody is signed in to Azure: az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET';
	return `there is no login to Azure: ${message.split(/\r?\n/)[0] || name}`;
}
