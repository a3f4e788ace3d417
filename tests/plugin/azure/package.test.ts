import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { write } from '../aws/package-service.ts';
import { readZip } from '../aws/read-zip.ts';
import { copyService, sls } from './copy-service.ts';
import { registeredBy } from './registered-by.ts';

let dir: string;
let remove: () => void;
beforeAll(async () => {
	({ dir, remove } = copyService());
	await sls(dir, ['package']);
}, 60_000);
afterAll(() => remove());

const artifact = (name: string) => join(dir, '.serverless', name);
const files = (app: string) => readZip(artifact(`${app}.zip`));
const code = (app: string) => files(app).get('index.cjs')?.toString() ?? '';

describe('sls package for Azure', () => {
	it.each(['endpoints', 'functions'])('makes one zip of %s: its bundle, its host, and where it begins', (app) => {
		const found = files(app);

		expect([...found.keys()]).toEqual(['host.json', 'index.cjs', 'package.json']);
		expect(JSON.parse(found.get('package.json')?.toString() ?? '')).toEqual({ name: `hookport-${app}`, main: 'index.cjs' });
		expect(JSON.parse(found.get('host.json')?.toString() ?? '')).toMatchObject({ version: '2.0' });
	});

	it('registers endpoints with their paths, and functions with what wakes them, in their apps alone', () => {
		const [endpoints, functions] = [registeredBy(artifact('endpoints.zip')), registeredBy(artifact('functions.zip'))];

		expect(Object.keys(endpoints)).toEqual(['stripe', 'github', 'shopify', 'slack', 'standard-webhooks', 'sendgrid', 'partner']);
		expect(endpoints.stripe).toMatchObject({ type: 'httpTrigger', authLevel: 'anonymous', route: 'webhooks/stripe' });
		expect(Object.keys(functions)).toEqual([
			...['invoice-paid', 'order-created', 'push', 'user-created', 'bounce'],
			...['deploy-command', 'incoming-message', 'interaction'].flatMap((name) => [`${name}_http`, name]),
			'webhook-sweep',
		]);
		expect(functions['invoice-paid']).toMatchObject({ type: 'queueTrigger', queueName: 'invoice-paid', connection: 'AzureWebJobsStorage' });
		expect(functions['deploy-command_http']).toMatchObject({ type: 'httpTrigger', route: 'webhooks/slack/deploy-command' });
		expect(functions['webhook-sweep']).toMatchObject({ type: 'timerTrigger', schedule: '0 * * * * *' });
	});

	it('bundles one cloud, with what the worker gives it left out', () => {
		for (const app of ['endpoints', 'functions']) {
			expect(code(app)).toContain('require("@azure/functions-core")');
			expect(/dynamodb|metadata\.google\.internal|node:sqlite/i.test(code(app))).toBe(false);
		}
	});

	it('lets no lease end before the host ends a run', () => {
		expect(code('functions')).toContain('"invoice-paid":60');
		expect(code('endpoints')).toContain('stripe:10');
	});

	it('makes the same bytes again, and no zip of the whole project', async () => {
		const before = ['endpoints.zip', 'functions.zip', 'hookport-azure.json'].map((name) => readFileSync(artifact(name)));

		await sls(dir, ['package']);

		expect(['endpoints.zip', 'functions.zip', 'hookport-azure.json'].map((name) => readFileSync(artifact(name)))).toEqual(before);
		expect(() => readFileSync(artifact('hookport.zip'))).toThrow('ENOENT');
	}, 60_000);

	it('given what Azure knows nothing of → stops with a line that names it', async () => {
		const file = join(dir, 'serverless.azure.yml');
		const text = readFileSync(file, 'utf8');
		writeFileSync(file, text.replace('runtime: nodejs22', 'runtime: nodejs18\n  memorySize: 512'));

		const failure = await sls(dir, ['package']).catch((error: Error) => error.message);
		writeFileSync(file, text);

		expect(failure).toContain("at 'provider': unrecognized property 'memorySize'");
		expect(failure).toContain("at 'provider.runtime'");
	}, 60_000);

	it('given a file that does not build → says where, and ends', async () => {
		const file = join(dir, 'src/functions/reserve-stock.ts');
		const text = readFileSync(file, 'utf8');
		write(file, `${text}\nimport './not-there.ts';\n`);

		const failure = await sls(dir, ['package']).catch((error: Error) => error.message);
		write(file, text);

		expect(failure).toContain('src/functions/reserve-stock.ts');
	}, 60_000);
});
