import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { joinHeaders } from '../../clouds/join-headers.ts';
import { readTarget } from '../../clouds/read-target.ts';
import { type FailureCode, problem } from '../../webhook/failure.ts';
import type { Log } from '../../webhook/ports.ts';
import { type Exchange, tellExchange } from './exchange.ts';
import { type HttpAnswer, internalServerError, toHttpAnswer } from './http-answer.ts';
import { type HttpEvent, isText, lambdaLimit, type Received, toHttpEvent } from './http-event.ts';
import { type Route, type RouteMatch, routeMatcher } from './match-route.ts';
import { readBody } from './read-body.ts';
import { refuse, send } from './send-answer.ts';
import { trackConnections } from './track-connections.ts';

export type GatewayOptions = {
	readonly host: string;
	/** 0 takes a free one. */
	readonly port: number;
	/** The sources' URLs: every method goes to the function. `maxBody` in bytes. */
	readonly routes: readonly { readonly path: string; readonly functionName: string; readonly maxBody: number }[];
	/** The `httpApi` events of the user's own functions. */
	readonly httpApi?: readonly { readonly method: string; readonly path: string; readonly functionName: string }[];
	/** Calls a function by its name in serverless.yml with an event of payload format 2.0. */
	readonly invoke: (functionName: string, event: HttpEvent, requestId: string) => Promise<unknown>;
	/** Told of each request once it is answered. */
	readonly onExchange?: (exchange: Exchange) => void;
	readonly log: Pick<Log, 'error'>;
	/** How long `close` waits for running requests, and how long a sender may take for its headers and for its whole request; milliseconds. */
	readonly bounds?: Partial<Bounds>;
};

type Bounds = { readonly drain: number; readonly headers: number; readonly request: number };

export type Gateway = { readonly port: number; readonly close: () => Promise<void> };

/** Serves HTTP with the shapes of an API Gateway HTTP API, so that a signature sees the same bytes here as there. Rejects when the port is taken. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
	const bounds = { drain: 10_000, headers: 10_000, request: 30_000, ...options.bounds };
	const server = createServer({
		headersTimeout: bounds.headers,
		requestTimeout: bounds.request,
		connectionsCheckingInterval: Math.min(1_000, bounds.headers),
	});
	server.listen(options.port, options.host);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const domainName = `${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`;
	const answer = answerer({ ...options, domainName });
	const running = new Set<Promise<void>>();
	const connections = trackConnections();
	const serve = (request: IncomingMessage, response: ServerResponse) => {
		if (!connections.begin(request, response)) return;
		if (!server.listening) response.shouldKeepAlive = false;
		const closed = once(response, 'close').then(
			() => {},
			() => {},
		);
		running.add(closed);
		closed.finally(() => running.delete(closed));
		answer(request, response).catch(() => response.destroy());
	};
	// With a listener of its own, nobody is asked for a body that is refused anyway.
	server.on('request', serve).on('checkContinue', serve).on('clientError', connections.refuse);
	return { port, close: () => close(server, running, bounds.drain) };
}

async function close(server: Server, running: ReadonlySet<Promise<void>>, bound: number): Promise<void> {
	const closed = once(server, 'close');
	server.close();
	const drained = new AbortController();
	await Promise.race([drain(running), setTimeout(bound, undefined, { signal: drained.signal }).catch(() => {})]);
	drained.abort();
	server.closeAllConnections();
	await closed;
}

async function drain(running: ReadonlySet<Promise<void>>): Promise<void> {
	while (running.size > 0) await Promise.all(running);
}

function answerer(options: GatewayOptions & { domainName: string }): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
	const match = routeMatcher(allRoutes(options));
	return async (request, response) => {
		const requestId = randomUUID();
		const target = readTarget(request.url ?? '/');
		const told = tellExchange({ request, target, requestId }, options);
		const turnAway = (code: FailureCode) => {
			const reply = problem(code, requestId);
			refuse(request, response, reply);
			told({ answer: { ...reply, body: Buffer.from(reply.body) }, code });
		};
		const found = match(request.method ?? 'GET', target.path);
		if (!found) return turnAway('source-unknown');
		const limit = bodyLimit(request, found);
		if (request.headers.expect && Number(request.headers['content-length'] ?? 0) <= limit) response.writeContinue();
		const body = await readBody(request, limit);
		if (!body) return turnAway('body-too-large');
		const received: Received = { request, target, match: found, body, requestId, domainName: options.domainName };
		const event = toHttpEvent(received);
		if ((event.body?.length ?? 0) > lambdaLimit) return turnAway('body-too-large');
		const answer = await run(options, found.route.functionName, event);
		send(response, answer, requestId);
		told({ answer, body, functionName: found.route.functionName });
	};
}

function allRoutes({ routes, httpApi = [] }: GatewayOptions): Route[] {
	const own = httpApi.map(({ method, path, functionName }) => ({
		method: method === '*' ? 'ANY' : method.toUpperCase(),
		path: path === '*' ? '$default' : path,
		functionName,
		maxBody: lambdaLimit,
	}));
	return [...routes.map((route) => ({ method: 'ANY', ...route })), ...own];
}

function bodyLimit(request: IncomingMessage, { route }: RouteMatch): number {
	return Math.min(route.maxBody, isText(joinHeaders(request.rawHeaders)) ? lambdaLimit : (lambdaLimit / 4) * 3);
}

async function run({ invoke, log }: GatewayOptions, functionName: string, event: HttpEvent): Promise<HttpAnswer> {
	try {
		return toHttpAnswer(await invoke(functionName, event, event.requestContext.requestId));
	} catch (error) {
		const [line] = String(error instanceof Error ? error.message : error).split('\n', 1);
		log.error('The function failed.', { 'faas.name': functionName, requestId: event.requestContext.requestId, error: line });
		return internalServerError;
	}
}
