import { setTimeout } from 'node:timers/promises';
import type { Cloud } from '../../webhook/ports.ts';
import { askAgain } from '../ask-again.ts';
import { type Answer, type Exchange, exchange, type Outgoing } from '../exchange.ts';
import { ServiceError, unanswered } from '../service-error.ts';
import { type Environment, endpointOf, type Service } from './endpoint.ts';
import { isWorthAgain, refused } from './google-error.ts';
import { createTokens, type Tokens } from './token.ts';

export type GoogleRequest = {
	readonly service: Service;
	readonly method?: 'GET' | 'POST' | 'DELETE';
	/** Percent-encoded where it has to be. */
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Buffer;
	/** For one attempt. */
	readonly timeoutMillis?: number;
	/** What it does twice if it is sent twice: it is sent again only when the service has certainly not acted on it. */
	readonly once?: boolean;
	/** Of an identity token, instead of an access token. */
	readonly audience?: string;
	/** Whether what would be a refusal is an answer. */
	readonly isAnswer?: (answer: Answer) => boolean;
};

/**
 * Asks a service of Google, and asks again, after a random pause, what failed for a moment. A request may so be acted on twice: its sender must bear that, or say `once`.
 * @throws {ServiceError}
 */
export type Client = (request: GoogleRequest) => Promise<Answer>;

type Options = {
	readonly env: Environment;
	readonly tokens?: Tokens;
	readonly attempts?: number;
	readonly timeoutMillis?: number;
	/** How one request gets there, and its answer back. */
	readonly way?: Exchange;
	/** Milliseconds. */
	readonly wait?: Cloud['wait'];
};

export function createClient({
	env,
	tokens = createTokens({ env }),
	attempts = 4,
	timeoutMillis = 3000,
	way = exchange,
	wait = setTimeout,
}: Options): Client {
	return async ({ service, once = false, timeoutMillis: ownTimeout = timeoutMillis, audience, isAnswer = () => false, ...asked }) => {
		const endpoint = endpointOf(service, env);
		const ask = async () => {
			try {
				const token = await (audience === undefined ? tokens.access() : tokens.identity(audience));
				const answer = await way(endpoint, outgoing(asked, { endpoint, token, once }), ownTimeout);
				return answer.status < 300 || isAnswer(answer) ? answer : refused(service, answer);
			} catch (error) {
				// No token: that was asked for often enough.
				if (error instanceof ServiceError) throw error;
				return unanswered(service, error);
			}
		};
		return await askAgain(ask, { attempts, wait, isWorthAgain: (failure) => isWorthAgain(failure, once) });
	};
}

type Sending = { readonly endpoint: URL; readonly token: string; readonly once: boolean };

function outgoing(
	{ method = 'POST', path, headers = {}, body = '' }: Pick<GoogleRequest, 'method' | 'path' | 'headers' | 'body'>,
	{ endpoint, token, once }: Sending,
): Outgoing {
	return {
		method,
		path: endpoint.pathname.replace(/\/$/, '') + path,
		headers: {
			host: endpoint.host,
			// The length is given for an empty body too: without it, a POST would be chunked.
			'content-length': String(Buffer.byteLength(body)),
			...(typeof body === 'string' && body !== '' && { 'content-type': 'application/json' }),
			authorization: `Bearer ${token}`,
			...headers,
		},
		body,
		fresh: once,
	};
}

/** A request of JSON, and its answer. */
export type JsonCall = (path: string, input?: object) => Promise<unknown>;

/** By POST with `input`, else by GET. */
export function jsonCall(client: Client, service: Service): JsonCall {
	return async (path, input) => {
		const request = input === undefined ? ({ method: 'GET' } as const) : { body: JSON.stringify(input) };
		const { body } = await client({ service, path, ...request });
		return body.length === 0 ? undefined : JSON.parse(body.toString());
	};
}
