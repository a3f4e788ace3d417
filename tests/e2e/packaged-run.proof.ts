import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../clouds/local/until.ts';
import { copyService, type Service } from './copy-service.ts';
import { functionFile } from './small-service.ts';
import { patience, runCommand, type StartedRun, sls, startRun } from './start-run.ts';

const minutes = 60_000;
const root = join(import.meta.dirname, '../..');
const functions = `
functions:
  stripe: { handler: src/endpoints/stripe.handler, events: [{ webhook: stripe }] }
  paid: { handler: src/functions/paid.handler, events: [{ webhook: { source: stripe, type: invoice.paid } }] }
`;
const head = (provider: string, plugins: string) => `service: small\nplugins: [${plugins}]\nprovider: ${provider}\n`;
const files = {
	'serverless.yml':
		head(
			"{ name: aws, runtime: nodejs24.x, httpApi: { payload: '2.0' } }",
			'./src/plugin/plugin.ts, serverless-esbuild, serverless-offline',
		) + functions,
	'serverless.google.yml':
		head(
			'{ name: google, project: test-project, region: europe-west1, runtime: nodejs24 }',
			'./src/plugin/google/google.ts, ./src/plugin/plugin.ts',
		) + functions,
	'serverless.azure.yml':
		head('{ name: azure, region: westeurope, runtime: nodejs24 }', './src/plugin/azure/azure.ts, ./src/plugin/plugin.ts') + functions,
	'src/functions/paid.ts': functionFile("log.info('was paid', { id });"),
};
const script = (cloud: string) => join(root, `scripts/start-${cloud}.ts`);

describe.each(['google', 'azure'])('npm run start:%s', (cloud) => {
	let service: Service;
	let run: StartedRun | undefined;
	beforeAll(async () => {
		service = await copyService(files);
	}, minutes);
	afterEach(async () => {
		await run?.kill();
		run = undefined;
	});
	afterAll(() => service.remove());

	const start = (port: number) => ({ command: process.execPath, args: ['--no-warnings', script(cloud), '--port', String(port)] });

	it(
		'serves the package: what `sls webhook send` sends is kept, and its function runs; Ctrl-C ends it',
		async () => {
			run = await startRun(service, {}, start);
			const { output, stop } = run;

			const sent = await runCommand(service, sls('webhook', 'send', '--source', 'stripe', '--type', 'invoice.paid'));
			await until(() => output().includes('was paid') && output().includes('attempt done'), patience);
			const listed = await runCommand(service, sls('webhook', 'events'));
			const ended = await stop('SIGINT');

			expect(listed).toMatchObject({ code: 1, output: expect.stringContaining(`npm run start:${cloud} keeps its store in memory`) });
			expect(sent).toMatchObject({ code: 0, output: expect.stringContaining('200 OK') });
			expect(ended.code).toBe(0);
		},
		2 * minutes,
	);

	it(
		'ends with one line where the port is taken, or nothing can be packaged',
		async () => {
			const server = createServer();
			await once(server.listen(0, '127.0.0.1'), 'listening');
			const { port } = server.address() as AddressInfo;
			const taken = await runCommand(service, start(port));
			server.close();
			await service.write(`serverless.${cloud}.yml`, files['serverless.yml'].replace('webhook: stripe', 'webhook: nobody'));

			const failed = await runCommand(service, { ...start(0), args: ['--no-warnings', script(cloud)] });

			expect(taken).toEqual({ code: 1, output: `Port ${port} is taken. Choose another: npm run start:${cloud} -- --port ${port + 1}\n` });
			expect(failed.output.trim().split('\n')).toHaveLength(1);
			expect(failed).toMatchObject({ code: 1, output: expect.stringContaining('nobody') });
		},
		minutes,
	);
});
