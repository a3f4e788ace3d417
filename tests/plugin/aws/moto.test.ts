import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBlobs } from '../../../src/clouds/aws/blobs.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { readStack } from '../../../src/plugin/aws/stage/read-stack.ts';
import { copyService, sls, write } from './package-service.ts';

const minutes = 60_000;
const installed = spawnSync('moto_server', ['--help']).status === 0;
/** It takes three minutes of two cores, more than all that is deployed to fakes. */
const here = installed && (process.env.MOTO === '1' || availableParallelism() >= 4);
if (!installed) console.warn('skipped: moto_server is not on the PATH, so deploy, update, info and remove are not tried.');
else if (!here)
	console.warn('skipped: with fewer than four cores, deploy, update, info and remove on moto are tried by npm run test:deploy.');

/** moto has no API Gateway v2 and no alarms in CloudFormation: it shows that the stack resolves, changes and goes, and not that each resource is right. */
(here ? describe : describe.skip)('the sample service on moto', () => {
	let service: ReturnType<typeof copyService>;
	let moto: ChildProcess;
	let endpoint: string;
	const env = () => ({ AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' });
	const run = (...args: readonly string[]) => sls(service.dir, [...args, '--stage', 'dev', '--region', 'us-east-1'], env());

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

	it(
		'is deployed with what is missing, takes secrets and questions by sls webhook, and is removed with what is in its bucket',
		async () => {
			const file = join(service.dir, 'serverless.yml');
			// moto gives a stack its outputs only without change sets.
			write(file, readFileSync(file, 'utf8').replace('runtime: nodejs24.x', 'runtime: nodejs24.x\n  deploymentMethod: direct'));
			const output: string[] = [];
			const said = async (input: string, ...args: readonly string[]) => {
				const text = await sls(service.dir, [...args, '--stage', 'dev', '--region', 'us-east-1'], { ...env(), input });
				output.push(text);
				return text;
			};

			expect(await said('whsec_canary_1\n', 'webhook', 'secrets', 'set', '--name', 'STRIPE_WEBHOOK_SECRET')).toContain('is set on dev');
			const deployed = await said('', 'deploy');
			// As moto has no API, its id stays what the template calls it.
			expect(deployed).toMatch(/^ {2}stripe +https:\/\/\S+\.execute-api\.us-east-1\.amazonaws\.com\/webhooks\/stripe$/m);
			expect(deployed).toMatch(/Secrets that are missing;.*\n {2}PARTNER_WEBHOOK_SECRET, PARTNER_API_KEY, GITHUB_WEBHOOK_SECRET, /);
			await said('whsec_canary_2', 'webhook', 'secrets', 'set', '--name', 'STRIPE_WEBHOOK_SECRET', '--previous');
			expect(await said('', 'webhook', 'secrets', 'list')).toMatch(/^STRIPE_WEBHOOK_SECRET_PREVIOUS +set +20/m);
			expect(await said('', 'webhook', 'events')).toContain('No events.');
			expect(await said('', 'webhook', 'dead-letters')).toContain('No dead letters.');
			await expect(said('', 'logs', '-f', 'webhook-sweep')).rejects.toThrow('No existing streams for the function');
			await putObject(endpoint);
			expect(await said('', 'remove')).toMatch(/Emptied the bucket hookport-dev-\S+: 1 object\n[\s\S]*successfully removed/);
			expect(output.join('')).not.toContain('canary');
		},
		4 * minutes,
	);
});

/** Into the bucket of the stage, as a function does. */
async function putObject(endpoint: string): Promise<void> {
	const client = createClient({ env: { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' } });
	const stack = await readStack(client, 'hookport-dev');
	await createBlobs(client, stack?.outputs.WebhookBucket ?? '').put('stripe/big', Buffer.from('{}'));
}

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
