import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { errorCode } from '../error-code.ts';
import { Mistake } from '../mistake.ts';

/**
 * A port that nobody listens on: this one, or with 0 any. Undefined when it is taken.
 * @throws {Mistake} when it can't be listened on for another reason
 */
export async function freePort(host: string, port = 0): Promise<number | undefined> {
	const server = createServer();
	server.listen(port, host);
	try {
		await once(server, 'listening');
	} catch (error) {
		const code = errorCode(error);
		if (code === 'EADDRINUSE') return undefined;
		throw new Mistake(`${host} port ${port} can not be listened on (${code}). Choose others with --host and --httpPort`);
	}
	const { port: found } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return found;
}
