import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sameToken } from '../../webhook/same-token.ts';
import { errorCode } from '../error-code.ts';
import { readBody } from '../local/read-body.ts';
import { Mistake } from '../mistake.ts';
import type { Actions } from './actions.ts';
import { type Page, sendJson, sendPage } from './send.ts';
import { streamChanges } from './stream-changes.ts';

export type InspectorOptions = {
	/** Of loopback. 0 takes a free one, and so does one that is taken. */
	readonly port: number;
	/** Whoever has it may see everything and press every button. */
	readonly token: string;
	readonly page: () => Promise<Page>;
	readonly actions: Actions;
	/** Calls back whenever something may have changed; returns how to stop. */
	readonly onChange: (listener: () => void) => () => void;
};

export type Inspector = { readonly url: string; readonly close: () => Promise<void> };

/** Bytes of a posted body; `listen` posts whole deliveries. */
export const mostBody = 10 * 1024 * 1024;

/** Serves the inspector on this machine only: to pages of its own, under a name of this machine, and with the token in hand. */
export async function serveInspector(options: InspectorOptions): Promise<Inspector> {
	const server = createServer({ requestTimeout: 30_000 });
	const port = await listen(server, options.port);
	const hosts = [`localhost:${port}`, `127.0.0.1:${port}`];
	server.on('request', (request, response) => {
		answer(request, response, { ...options, hosts }).catch((error: unknown) => explain(response, error));
	});
	return {
		// By its address: where a name also stands for ::1, whoever listens there would be asked first, and be given the token.
		url: `http://127.0.0.1:${port}`,
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
	server.listen(port, '127.0.0.1');
	try {
		await once(server, 'listening');
	} catch (error) {
		if (errorCode(error) !== 'EADDRINUSE' || port === 0) throw error;
		return await listen(server, 0);
	}
	return (server.address() as AddressInfo).port;
}

type Site = InspectorOptions & { readonly hosts: readonly string[] };

async function answer(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
	const refusal = refusalOf(request, site);
	if (refusal) return sendJson(response, 403, { error: refusal });
	const target = URL.parse(request.url ?? '/', 'http://localhost');
	if (target === null) return sendJson(response, 400, { error: 'This is no address of a page.' });
	const { pathname, searchParams } = target;
	if (!pathname.startsWith('/api/')) return await sendPage(response, { path: pathname, method: request.method ?? '' }, site.page);
	if (!sameToken(tokenOf(request, pathname === '/api/changes' ? searchParams.get('token') : null), [site.token]))
		return sendJson(response, 401, { error: 'The token is missing or not the one of this run: open the link that npm start printed.' });
	if (pathname === '/api/changes' && request.method === 'GET') return streamChanges(response, site.onChange);
	const action = site.actions[`${request.method} ${pathname}`];
	if (action === undefined) return sendJson(response, 404, { error: `The inspector does not know ${request.method} ${pathname}.` });
	const body = await readBody(request, mostBody);
	if (body === undefined) return sendJson(response, 413, { error: `The body is over ${mostBody} bytes.` });
	sendJson(response, 200, await action(request.method === 'GET' ? Object.fromEntries(searchParams) : parse(body)));
}

/** A name that somebody has pointed at this machine is none of its own, and a page of another origin has no business here. */
function refusalOf({ headers }: IncomingMessage, { hosts }: Site): string | undefined {
	if (!hosts.includes(headers.host ?? '')) return 'The inspector is reached by the address that npm start printed, and by no other name.';
	const { origin } = headers;
	if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
		return 'The inspector answers no other page than its own.';
	return undefined;
}

/** An EventSource sends no headers of ours. */
function tokenOf({ headers }: IncomingMessage, ofStream: string | null): string {
	return /^bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? ofStream ?? '';
}

function parse(body: Buffer): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(body.toString());
		if (typeof value === 'object' && value !== null) return { ...value };
	} catch {
		// Whatever it is, it is no object.
	}
	throw new Mistake('the body is not a JSON object');
}

function explain(response: ServerResponse, error: unknown): void {
	if (response.headersSent) response.destroy();
	else sendJson(response, error instanceof Mistake ? 422 : 500, { error: error instanceof Error ? error.message : String(error) });
}
