import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { routes } from './routes.ts';
import { type Answer, armError, newState, type State } from './state.ts';

export type FakeArm = {
	readonly state: State;
	/** With which the plugin comes here, and to nobody else. */
	readonly env: Readonly<Record<string, string>>;
	/** Answers calls of this name so, as often as it says; always, where it says nothing. */
	readonly fail: (name: string, answer: Answer, times?: number) => void;
	readonly close: () => Promise<void>;
};

const token = 'operator-token';

/** Azure Resource Manager, publishing hosts, Key Vault and logs, as far as the plugin asks them. It refuses what it does not know. */
export async function startFakeArm(): Promise<FakeArm> {
	const state = newState();
	const server = createServer(async (request, response) => {
		const { status, body, headers } = answerTo(request, await bytesOf(request), state);
		response.writeHead(status, { 'content-type': 'application/json', ...headers });
		response.end(body === undefined ? '' : JSON.stringify(body));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		state,
		env: {
			AZURE_SUBSCRIPTION_ID: state.subscription,
			WEBHOOK_ACCESS_TOKEN: token,
			...Object.fromEntries(['ARM', 'SCM', 'INSIGHTS', 'VAULT'].map((service) => [`WEBHOOK_ENDPOINT_${service}`, origin])),
		},
		fail: (name, answer, times = Number.POSITIVE_INFINITY) => void state.failures.set(name, { times, answer }),
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

function answerTo({ method = '', url = '', headers }: IncomingMessage, body: Buffer, state: State): Answer {
	const { pathname, searchParams: query } = new URL(url, 'http://any');
	const host = headers.host ?? '';
	if (headers.authorization !== `Bearer ${token}`) return armError(401, 'InvalidAuthenticationToken');
	for (const route of routes) {
		const found = route.method === method ? route.pattern.exec(host + pathname) : null;
		if (found === null) continue;
		state.calls.push(route.name);
		if (route.version !== undefined && query.get('api-version') !== route.version) return armError(400, 'InvalidApiVersionParameter', url);
		const failure = state.failures.get(route.name);
		if (failure && failure.times > 0) {
			failure.times -= 1;
			return failure.answer;
		}
		return paged(route.answer({ host, path: pathname, query, body }, state, ...found.slice(1)), `https://${host}${url}`);
	}
	return armError(404, 'NotFaked', `${method} ${host}${url}`);
}

const pageSize = 10;

/** A list comes in pages, each with the URL of the next: https://learn.microsoft.com/en-us/rest/api/azure/#paging */
function paged(answer: Answer, url: string): Answer {
	const { value } = (answer.body ?? {}) as { readonly value?: unknown };
	if (!Array.isArray(value)) return answer;
	const next = new URL(url);
	const from = Number(next.searchParams.get('$skiptoken') ?? 0);
	next.searchParams.set('$skiptoken', String(from + pageSize));
	const body = { value: value.slice(from, from + pageSize), ...(value.length > from + pageSize && { nextLink: next.href }) };
	return { ...answer, body };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}
