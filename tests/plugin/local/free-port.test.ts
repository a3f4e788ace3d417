import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '../../../src/plugin/local/free-port.ts';

describe('a free port', () => {
	it('given none → one that can be listened on', async () => {
		const port = await freePort('127.0.0.1');

		expect(await freePort('127.0.0.1', port)).toBe(port);
	});

	it('given one that is taken → undefined', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');

		const port = await freePort('127.0.0.1', (server.address() as AddressInfo).port);
		server.close();

		expect(port).toBeUndefined();
	});

	it('given an address that is not of this machine → one line, and not that the port is taken', async () => {
		await expect(freePort('203.0.113.1', 3000)).rejects.toMatchObject({
			name: 'Mistake',
			message: expect.stringMatching(
				/^203\.0\.113\.1 port 3000 can not be listened on \(E\w+\)\. Choose others with --host and --httpPort$/,
			),
		});
	});
});
