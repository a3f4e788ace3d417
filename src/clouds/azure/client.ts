import { setTimeout } from 'node:timers/promises';
import type { Cloud } from '../../webhook/ports.ts';
import { askAgain } from '../ask-again.ts';
import { type Answer, type Exchange, exchange, type Outgoing } from '../exchange.ts';
import { mayPass, type ServiceError, unanswered } from '../service-error.ts';
import { refused } from './azure-error.ts';
import { type Endpoint, type Environment, endpointOf, type Service } from './endpoint.ts';
import { type Signable, sharedKey, sharedKeyLite } from './shared-key.ts';
import { identityTokens, type Tokens } from './token.ts';

export type AzureRequest = {
	readonly service: Service;
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Below the service's own, percent-encoded where it has to be. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string>>;
	/** Names are lower case. */
	readonly headers?: Readonly<Record<string, string>>;
	/** What names the service's own URL is made from that. */
	readonly body?: string | Buffer | ((base: string) => string);
	/** What failed although the whole is answered as done. */
	readonly failureIn?: (answer: Answer) => ServiceError | undefined;
	/** For one attempt. */
	readonly timeoutMillis?: number;
};

/**
 * Asks a service of Azure, and asks again, after a random pause, what failed for a moment. A request may so be acted on twice, and its sender must bear that.
 * @throws {ServiceError}
 */
export type Client = (request: AzureRequest) => Promise<Answer>;

type Options = {
	readonly env: Environment;
	readonly now?: Cloud['now'];
	/** Milliseconds. */
	readonly wait?: Cloud['wait'];
	/** How one request gets there, and its answer back. */
	readonly way?: Exchange;
	readonly tokens?: Tokens;
	readonly attempts?: number;
	readonly timeoutMillis?: number;
};

/** Tables take tokens since 2020-12-06: https://learn.microsoft.com/rest/api/storageservices/versioning-for-the-azure-storage-services */
const storageVersion = '2023-11-03';

const resources: Readonly<Record<Service, string>> = {
	queue: 'https://storage.azure.com/',
	table: 'https://storage.azure.com/',
	blob: 'https://storage.azure.com/',
	vault: 'https://vault.azure.net',
};

export function createClient({
	env,
	now = Date.now,
	wait = setTimeout,
	way = exchange,
	tokens = identityTokens({ env, now, wait, way }),
	attempts = 4,
	timeoutMillis = 3000,
}: Options): Client {
	return async ({ timeoutMillis: ownTimeout = timeoutMillis, failureIn = () => undefined, ...asked }) => {
		const endpoint = endpointOf(asked.service, env);
		const ask = async () => {
			const outgoing = await authorized(asked, { endpoint, date: new Date(now()).toUTCString(), tokens });
			try {
				const answer = await way(endpoint.url, outgoing, ownTimeout);
				return answer.status < 300 ? (failureIn(answer) ?? answer) : refused(asked.service, answer);
			} catch (error) {
				return unanswered(asked.service, error);
			}
		};
		return await askAgain(ask, { attempts, wait, isWorthAgain: mayPass });
	};
}

type Means = { readonly endpoint: Endpoint; readonly date: string; readonly tokens: Tokens };

async function authorized(
	{ service, method, path, query = {}, headers = {}, body: given = '' }: AzureRequest,
	{ endpoint: { url, account }, date, tokens }: Means,
): Promise<Outgoing> {
	const base = url.pathname.replace(/\/$/, '');
	const whole = base + path;
	const body = typeof given === 'function' ? given(url.origin + base) : given;
	const all = {
		// The length is given for an empty body too: without it, a PUT would be chunked.
		'content-length': String(Buffer.byteLength(body)),
		...(service !== 'vault' && { 'x-ms-version': storageVersion, 'x-ms-date': date }),
		...headers,
	};
	const signable: Signable = { method, path: whole, query, headers: all };
	const sign = service === 'table' ? sharedKeyLite : sharedKey;
	const authorization = account ? sign(signable, account) : `Bearer ${await tokens(resources[service])}`;
	return { method, path: whole + search(query), headers: { ...all, host: url.host, authorization }, body, fresh: false };
}

function search(query: Readonly<Record<string, string>>): string {
	const pairs = Object.entries(query).map((pair) => pair.map(encodeURIComponent).join('='));
	return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
