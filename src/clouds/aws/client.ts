import { setTimeout } from 'node:timers/promises';
import type { Cloud } from '../../webhook/ports.ts';
import { askAgain } from '../ask-again.ts';
import { type Answer, type Exchange, exchange, type Outgoing } from '../exchange.ts';
import { unanswered } from '../service-error.ts';
import { isWorthAgain, refused } from './aws-error.ts';
import { type Environment, endpointOf, regionOf, type Service } from './endpoint.ts';
import { signRequest } from './sign-request.ts';

export type AwsRequest = {
	readonly service: Service;
	readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Percent-encoded where it has to be. */
	readonly path?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Buffer;
	/** For one attempt. */
	readonly timeoutMillis?: number;
	/** What it does twice if it is sent twice: it is sent again only when the service has certainly not acted on it. */
	readonly once?: boolean;
};

/**
 * Asks a service of AWS, and asks again, after a random pause, what failed for a moment. A request may so be acted on twice: its sender must bear that, or say `once`.
 * @throws {ServiceError}
 */
export type Client = (request: AwsRequest) => Promise<Answer>;

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

type Options = {
	readonly env: Environment;
	/** By default from the environment, where Lambda puts the role's own. */
	readonly credentials?: () => Credentials | Promise<Credentials>;
	readonly attempts?: number;
	readonly timeoutMillis?: number;
	/** How one request gets there, and its answer back. */
	readonly way?: Exchange;
	/** Milliseconds. */
	readonly wait?: Cloud['wait'];
};

export function createClient({
	env,
	credentials = () => fromEnvironment(env),
	attempts = 4,
	timeoutMillis = 3000,
	way = exchange,
	wait = setTimeout,
}: Options): Client {
	const region = regionOf(env);
	return async ({ service, once = false, timeoutMillis: ownTimeout = timeoutMillis, ...asked }) => {
		const endpoint = endpointOf(service, env);
		const ask = async () => {
			const outgoing = sign({ ...asked, service, once }, { endpoint, region, credentials: await credentials() });
			try {
				const answer = await way(endpoint, outgoing, ownTimeout);
				return answer.status < 300 ? answer : refused(service, answer);
			} catch (error) {
				return unanswered(service, error);
			}
		};
		return await askAgain(ask, { attempts, wait, isWorthAgain: (failure) => isWorthAgain(failure, once) });
	};
}

function fromEnvironment(env: Environment): Credentials {
	const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '', AWS_SESSION_TOKEN: sessionToken } = env;
	return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

type Signing = { readonly endpoint: URL; readonly region: string; readonly credentials: Credentials };

function sign(
	{ service, method = 'POST', path = '/', headers = {}, body = '', once = false }: AwsRequest,
	{ endpoint, region, credentials }: Signing,
): Outgoing {
	const whole = endpoint.pathname.replace(/\/$/, '') + path;
	// The length is given for an empty body too: without it, a PUT would be chunked.
	const lengthed = { host: endpoint.host, 'content-length': String(Buffer.byteLength(body)), ...headers };
	const signed = signRequest({ service, method, path: whole, headers: lengthed, body }, { region, credentials, now: new Date() });
	return { method, path: whole, headers: signed, body, fresh: once };
}
