import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Door } from '../../../src/plugin/commands/listen/listening.ts';
import { readBody } from '../../../src/plugin/local/read-body.ts';
import type { Answer } from '../../../src/plugin/local/take-listened.ts';

export type OpenDoor = Door & { readonly close: () => Promise<void> };

/** A door on loopback as the local run has one, for whoever has its token. */
export async function openDoor(take: (input: unknown) => Promise<Answer>, token: string = randomUUID()): Promise<OpenDoor> {
	const server = createServer(async (request, response) => {
		const answer = (status: number, body: object) => response.writeHead(status, { connection: 'close' }).end(JSON.stringify(body));
		if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { error: 'this needs the token of the run' });
		if (request.method !== 'POST' || request.url !== '/api/deliveries') return answer(404, { error: 'there is no such page' });
		const bytes = await readBody(request, 10_000_000);
		if (bytes === undefined) return answer(413, { error: 'too large' });
		const { status, body } = await take(JSON.parse(bytes.toString()));
		return answer(status, body);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const close = async () => {
		server.close();
		server.closeAllConnections();
		await once(server, 'close');
	};
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token, close };
}
