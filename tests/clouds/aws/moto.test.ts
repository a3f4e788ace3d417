import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jsonCall } from '../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { createSecrets } from '../../../src/clouds/aws/secrets.ts';
import { freePort } from '../../../src/plugin/local/free-port.ts';
import { keys } from './emulators.ts';

const command = (process.env.PATH ?? '')
	.split(delimiter)
	.map((folder) => join(folder, 'moto_server'))
	.find(isExecutable);
if (command === undefined) console.warn('moto_server is not on the PATH: the secrets are only tried against a fake of SSM.');

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

(command === undefined ? describe.skip : describe)('secrets of moto’s SSM', () => {
	let server: ChildProcess;
	let ssm: ReturnType<typeof jsonCall>;
	let time = 0;
	beforeAll(async () => {
		const port = await freePort('127.0.0.1');
		server = spawn(command ?? '', ['-H', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
		for await (const line of server.stderr ?? []) if (String(line).includes('Running on')) break;
		ssm = jsonCall(createClient({ env: { ...keys, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }, timeoutMillis: 20_000 }), 'ssm');
	}, 60_000);
	afterAll(async () => {
		if (server.exitCode !== null) return;
		server.kill();
		await once(server, 'exit');
	});

	it('are decrypted, absent where they are not set, and read anew when they were rotated', async () => {
		const put = (Name: string, Value: string) => ssm('PutParameter', { Name, Value, Type: 'SecureString', Overwrite: true });
		const secrets = createSecrets({ ssm, prefix: '/shop/prod/', now: () => time });
		await put('/shop/prod/STRIPE_WEBHOOK_SECRET', 'whsec_old');
		const before = [await secrets.get('STRIPE_WEBHOOK_SECRET'), await secrets.get('STRIPE_WEBHOOK_SECRET_PREVIOUS')];

		await put('/shop/prod/STRIPE_WEBHOOK_SECRET', 'whsec_new');
		await put('/shop/prod/STRIPE_WEBHOOK_SECRET_PREVIOUS', 'whsec_old');
		const changed = await secrets.refresh('STRIPE_WEBHOOK_SECRET');
		time += 1;

		const after = [await secrets.get('STRIPE_WEBHOOK_SECRET'), await secrets.get('STRIPE_WEBHOOK_SECRET_PREVIOUS')];
		expect({ before, changed, after }).toEqual({ before: ['whsec_old', undefined], changed: true, after: ['whsec_new', 'whsec_old'] });
	}, 60_000);
});
