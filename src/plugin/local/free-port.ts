import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** A port that nobody listens on: this one, or with 0 any. Undefined when it is taken. */
export async function freePort(host: string, port = 0): Promise<number | undefined> {
	const server = createServer();
	server.listen(port, host);
	try {
		await once(server, 'listening');
	} catch {
		return undefined;
	}
	const { port: found } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return found;
}
