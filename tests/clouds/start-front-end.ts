import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FrontEnd = { readonly port: number; readonly close: () => Promise<void> };

export type Target = { readonly port: number; readonly path: string };

type Options = {
	/** 0 takes a free one. */
	readonly port?: number;
	/** Where a request goes, by the path and query that it came with; undefined when there is nothing. */
	readonly targetOf: (url: string) => Promise<Target | undefined>;
	/** What it adds to the headers of each request. */
	readonly adds?: () => readonly (readonly [name: string, value: string])[];
};

/** Stands for what a cloud has in front of functions: sends requests on as they come, and appends who asked to `x-forwarded-for`. */
export async function startFrontEnd({ port = 0, targetOf, adds = () => [] }: Options): Promise<FrontEnd> {
	const serve = async (request: IncomingMessage, response: ServerResponse) => {
		const target = await targetOf(request.url ?? '/');
		if (target === undefined) return void response.writeHead(404).end();
		const bodiless = request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined;
		const headers = [...headersOf(request), ...adds()].map(([name, value]): [string, string] => [name, value]);
		const way = { host: '127.0.0.1', ...target, method: request.method, agent: false } as const;
		const proxied = send({ ...way, headers: bodiless ? Object.fromEntries(headers) : headers.flat() });
		// Where no body is announced, none is begun.
		proxied.useChunkedEncodingByDefault = !bodiless;
		request.pipe(proxied);
		const [answer] = (await once(proxied, 'response')) as [IncomingMessage];
		response.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
		answer.pipe(response);
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

function headersOf({ rawHeaders, socket }: IncomingMessage): [string, string][] {
	const given = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as [string, string]] : []));
	const isHop = (name: string) => name.toLowerCase() === 'x-forwarded-for';
	const hops = [...given.filter(([name]) => isHop(name)).map(([, value]) => value), socket.remoteAddress ?? ''];
	return [...given.filter(([name]) => !isHop(name)), ['x-forwarded-for', hops.join(',')]];
}
