import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What befalls a request on its way to a service. */
export type Spoiling = 'lose the answer' | 'lose the request' | 'never answer' | { readonly status: number; readonly error: string };

export type UnreliableWay = {
	readonly url: string;
	/** The next requests for this action meet these, in order; then all is well. */
	readonly spoil: (action: string, ...spoilings: readonly Spoiling[]) => void;
	/** How often this action was asked for. */
	readonly asked: (action: string) => number;
	readonly close: () => Promise<void>;
};

/** Stands between a client and a service, and does what networks do. */
export async function startUnreliableWay(target: string | undefined): Promise<UnreliableWay> {
	const waiting = new Map<string, Spoiling[]>();
	const counts = new Map<string, number>();
	const server = createServer((incoming, outgoing) => {
		const action = String(incoming.headers['x-amz-target'] ?? incoming.method).replace(/^.*\./, '');
		counts.set(action, (counts.get(action) ?? 0) + 1);
		void pass(incoming, outgoing, { target: target ?? '', spoiling: waiting.get(action)?.shift() });
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		spoil: (action, ...spoilings) => void waiting.set(action, [...spoilings]),
		asked: (action) => counts.get(action) ?? 0,
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

type Way = { readonly target: string; readonly spoiling: Spoiling | undefined };

async function pass(incoming: IncomingMessage, outgoing: ServerResponse, { target, spoiling }: Way): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Buffer);
	if (spoiling === 'lose the request') return void incoming.socket.destroy();
	if (spoiling === 'never answer') return;
	if (typeof spoiling === 'object') {
		outgoing.writeHead(spoiling.status, { 'content-type': 'application/x-amz-json-1.0' });
		return void outgoing.end(JSON.stringify({ __type: `com.amazonaws.example#${spoiling.error}`, message: 'as asked for' }));
	}
	const { method, url, headers } = incoming;
	const [answer] = (await once(
		request(new URL(url ?? '/', target), { ...(method && { method }), headers }).end(Buffer.concat(chunks)),
		'response',
	)) as [IncomingMessage];
	if (spoiling === 'lose the answer') {
		answer.resume();
		await once(answer, 'end');
		return void incoming.socket.destroy();
	}
	outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
	answer.pipe(outgoing);
}
