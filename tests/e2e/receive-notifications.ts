import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A team chat's incoming webhook on this machine, for `NOTIFY_WEBHOOK_URL`. `texts` is what it was sent, oldest first. */
export async function receiveNotifications() {
	const texts: string[] = [];
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk);
		texts.push(JSON.parse(Buffer.concat(chunks).toString()).text);
		response.end();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const close = async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	};
	return { texts, url: `http://127.0.0.1:${port}/`, close };
}
