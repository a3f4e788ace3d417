import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };
export type Told = { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export type FakeService = {
	readonly url: string;
	readonly asked: readonly Asked[];
	readonly close: () => Promise<void>;
};

/** A service that answers as it is told, and keeps what it was asked. */
export async function startFakeService(answer: (asked: Asked) => Told): Promise<FakeService> {
	const asked: Asked[] = [];
	const server = createServer(async (incoming, outgoing) => {
		const chunks: Buffer[] = [];
		for await (const chunk of incoming) chunks.push(chunk as Buffer);
		const { method = '', url: path = '', headers } = incoming;
		const one = { method, path, headers, body: Buffer.concat(chunks).toString() };
		asked.push(one);
		const told = answer(one);
		outgoing.writeHead(told.status ?? 200, told.headers);
		outgoing.end(told.body ?? '');
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}
