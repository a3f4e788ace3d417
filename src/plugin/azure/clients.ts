import { setTimeout } from 'node:timers/promises';
import { jitter } from '../../clouds/ask-again.ts';
import { type Answer, exchange } from '../../clouds/exchange.ts';
import { errorCode } from '../error-code.ts';
import { type Token, tokens } from './credentials.ts';
import { Refusal, refusalOf } from './refusal.ts';

export type Question = {
	readonly method?: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
	/** With its query. */
	readonly path: string;
	/** JSON, or a zip. */
	readonly body?: object;
};

export type Told = { readonly status: number; readonly headers: Answer['headers']; readonly body: unknown };

/**
 * One call of a service. What may pass is asked again.
 * @throws {Refusal} for an answer that is none
 */
export type Ask = (question: Question) => Promise<Told>;

/** Everything that the commands say to Azure goes through one of these. */
export type Clients = {
	/** Azure Resource Manager. */
	readonly arm: Ask;
	/** The publishing host of an app. */
	readonly scm: (host: string) => Ask;
	/** Logs. */
	readonly insights: Ask;
	readonly vault: (name: string) => Ask;
	readonly token: Token;
	readonly wait: (milliseconds: number) => Promise<unknown>;
};

export type Environment = Readonly<Record<string, string | undefined>>;
type Options = { readonly env: Environment; readonly wait?: Clients['wait'] };

const managing = 'https://management.azure.com/.default';

/** `WEBHOOK_ENDPOINT_ARM`, `_SCM`, `_INSIGHTS` and `_VAULT` name another place to ask, and `WEBHOOK_ACCESS_TOKEN` is sent instead of a login's. */
export function openClients({ env, wait = setTimeout }: Options): Clients {
	const token = tokens(env);
	const at = (host: string, service: string, scope: string) =>
		asking({ host, origin: env[`WEBHOOK_ENDPOINT_${service}`], scope, token, wait });
	return {
		arm: at('management.azure.com', 'ARM', managing),
		scm: (host) => at(host, 'SCM', managing),
		insights: at('api.applicationinsights.io', 'INSIGHTS', 'https://api.applicationinsights.io/.default'),
		vault: (name) => at(`${name}.vault.azure.net`, 'VAULT', 'https://vault.azure.net/.default'),
		token,
		wait,
	};
}

type Way = {
	readonly host: string;
	readonly origin: string | undefined;
	readonly scope: string;
	readonly token: Token;
	readonly wait: Clients['wait'];
};

const attempts = 5;
const timeoutMillis = 100_000;
const longestPause = 30_000;

function asking({ host, origin = `https://${host}`, scope, token, wait }: Way): Ask {
	return async ({ method = 'GET', path, body }) => {
		for (let attempt = 1; ; attempt += 1) {
			const headers = { host, authorization: `Bearer ${await token(scope)}`, accept: 'application/json', ...bodyHeaders(body) };
			const sent = body === undefined ? '' : Buffer.isBuffer(body) ? body : JSON.stringify(body);
			const outgoing = { method, path, headers, body: sent, fresh: attempt > 1 };
			const answer = await exchange(new URL(origin), outgoing, timeoutMillis).catch(
				(error: unknown) => new Refusal(0, errorCode(error) ?? 'no answer', `${host} can not be reached`),
			);
			const told = answer instanceof Refusal ? answer : read(answer);
			if (!(told instanceof Refusal)) return told;
			if (attempt >= attempts || !isWorthAgain(told, method)) throw told;
			await wait(answer instanceof Refusal ? jitter(attempt) : pauseOf(answer, attempt));
		}
	};
}

function bodyHeaders(body: object | undefined): Readonly<Record<string, string>> {
	if (body === undefined) return {};
	return { 'content-type': Buffer.isBuffer(body) ? 'application/zip' : 'application/json' };
}

function read({ status, headers, body }: Answer): Told | Refusal {
	const text = body.toString();
	const parsed = isJson(text) ? JSON.parse(text) : text;
	return status < 400 ? { status, headers, body: parsed } : refusalOf(status, parsed);
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

/** A POST that was begun may have done its work. */
function isWorthAgain({ status }: Refusal, method: string): boolean {
	return status === 429 || (method !== 'POST' && (status === 0 || status === 408 || status >= 500));
}

/** https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/request-limits-and-throttling */
function pauseOf({ headers }: Answer, attempt: number): number {
	const seconds = Number(headers['retry-after']);
	return seconds > 0 ? Math.min(seconds * 1000, longestPause) : jitter(attempt);
}
