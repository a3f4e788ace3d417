import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyService, sls, write } from './package-service.ts';

const minutes = 60_000;
const here = spawnSync('moto_server', ['--help']).status === 0;

/** moto has no API Gateway v2 and no alarms in CloudFormation: it shows that the stack resolves, changes and goes, and not that each resource is right. */
(here ? describe : describe.skip)('the sample service on moto', () => {
	let service: ReturnType<typeof copyService>;
	let moto: ChildProcess;
	let endpoint: string;
	const run = (...args: readonly string[]) =>
		sls(service.dir, [...args, '--stage', 'dev', '--region', 'us-east-1'], {
			AWS_ENDPOINT_URL: endpoint,
			AWS_ACCESS_KEY_ID: 'any',
			AWS_SECRET_ACCESS_KEY: 'any',
		});

	beforeAll(async () => {
		service = copyService();
		const port = await freePort();
		endpoint = `http://127.0.0.1:${port}`;
		moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
		await until(async () => (await fetch(endpoint)).status < 500);
	}, minutes);
	afterAll(async () => {
		const ended = once(moto, 'exit');
		moto.kill();
		await ended;
		service.remove();
	});

	it(
		'is deployed, left alone when nothing changed, changed, shown and removed',
		async () => {
			expect(await run('deploy')).toContain('Service deployed to stack hookport-dev');
			expect(await run('deploy')).toContain('No changes to deploy');
			expect(await run('deploy', 'function', '--function', 'invoice-paid')).toContain('Code did not change');

			const file = join(service.dir, 'serverless.yml');
			write(file, readFileSync(file, 'utf8').replace('type: invoice.paid }', 'type: invoice.paid, maximumConcurrency: 5 }'));

			expect(await run('deploy')).toContain('Service deployed to stack hookport-dev');
			expect(await run('info')).toContain('stack: hookport-dev');
			expect(await run('remove')).toContain('successfully removed');
		},
		4 * minutes,
	);
});

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return address.port;
}

async function until(check: () => Promise<boolean>): Promise<void> {
	for (let left = 100; left > 0; left--) {
		if (await check().catch(() => false)) return;
		await setTimeout(300);
	}
	throw new Error('moto_server does not answer');
}
