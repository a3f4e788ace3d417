import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FrontRequest, frontRequest, toRpcHttp, writeAnswer } from './front-request.ts';
import type { Registered } from './rpc.ts';
import type { AppProcess } from './start-app.ts';

type Serving = {
	readonly app: AppProcess;
	readonly port: number;
	readonly routePrefix: string;
	readonly onFailure: (name: string, error: string) => void;
};

/** Serves the HTTP triggers of an app. Routes match without regard to case, to a slash at the end, or to how the path was encoded: as ASP.NET's do. */
export async function serveHttp({
	app,
	port,
	routePrefix,
	onFailure,
}: Serving): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
	const routes = app.functions.flatMap((one) => routeOf(one, routePrefix));
	const serve = async (request: IncomingMessage, response: ServerResponse) => {
		const front = frontRequest(request);
		const path = pathOf(front.url).toLowerCase().replace(/\/$/, '');
		const found = routes.find((route) => route.path === path && route.methods.includes(front.method));
		if (found === undefined) return void response.writeHead(404).end();
		try {
			await (app.httpUri === undefined ? byRpc : byStream)({ app, ...found }, front, { request, response });
		} catch (error) {
			onFailure(found.name, error instanceof Error ? error.message : String(error));
			// For an app that takes requests as streams the host does not answer then: https://github.com/Azure/azure-functions-nodejs-library/issues/324
			if (app.httpUri !== undefined) response.destroy();
			else response.writeHead(500).end();
		}
	};
	const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
	await once(server.listen(port, '127.0.0.1'), 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

function pathOf(url: string): string {
	const [path = ''] = url.replace(/^https:\/\/[^/]*/, '').split('?');
	return path;
}

type Route = { readonly name: string; readonly binding: string; readonly path: string; readonly methods: readonly string[] };

function routeOf({ name, bindings }: Registered, prefix: string): readonly Route[] {
	const [binding, trigger] = Object.entries(bindings).find(([, { type }]) => type === 'httpTrigger') ?? [];
	if (binding === undefined || trigger === undefined) return [];
	const { route = name, methods = [], authLevel } = trigger;
	if (/[{}]/.test(route)) throw new Error(`${name}: the stand-in host knows no parameters in routes`);
	if (authLevel !== 'anonymous') throw new Error(`${name}: the stand-in host knows no keys`);
	const path = `/${[prefix, route].filter(Boolean).join('/')}`.toLowerCase().replace(/\/+/g, '/');
	return [{ name, binding, path, methods: methods.map((each) => each.toUpperCase()) }];
}

type Target = Route & { readonly app: AppProcess };
type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

async function byRpc({ app, name, binding }: Target, front: FrontRequest, { request, response }: Exchange): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk);
	const data = { http: toRpcHttp(front, Buffer.concat(chunks)) };
	const returned = await app.invoke(name, { inputData: [{ name: binding, data }], triggerMetadata: {} });
	writeAnswer(response, returned?.http);
}

/** With `enableHttpStream` the host sends the request on to the worker as it comes: https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script.Grpc/Server/DefaultHttpProxyService.cs */
async function byStream({ app, name, binding }: Target, front: FrontRequest, { request, response }: Exchange): Promise<void> {
	const id = randomUUID();
	const { host } = new URL(front.url);
	const { 'content-length': length, 'transfer-encoding': coding, ...headers } = front.headers;
	const proxied = send(new URL(app.httpUri ?? ''), {
		method: front.method,
		path: front.url.replace(/^https:\/\/[^/]*/, ''),
		headers: {
			...headers,
			...(length !== undefined && { 'content-length': length }),
			...(coding !== undefined && { 'transfer-encoding': coding }),
			'x-forwarded-host': host,
			'x-forwarded-proto': 'https',
			'x-ms-invocation-id': id,
		},
	});
	const metadata = { Headers: { json: JSON.stringify(front.headers) } };
	const invoked = app.invoke(name, { inputData: [{ name: binding, data: { http: {} } }], triggerMetadata: metadata }, id);
	const failed = invoked.then(() => new Promise<never>(() => {}));
	request.pipe(proxied);
	const [answer] = (await Promise.race([once(proxied, 'response'), failed])) as [IncomingMessage];
	response.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
	answer.pipe(response);
	await once(response, 'close');
}
