import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { routesModule } from '../../src/plugin/routes-module.ts';
import { defaultMaxBody, defaultRetry, type Routes } from '../../src/webhook/source.ts';

const sourceNamed = (name: string) => ({ name, provider: 'stripe', maxBody: defaultMaxBody });
const routes: Routes = {
	service: 'hookport',
	stage: 'dev',
	sources: { stripe: sourceNamed('stripe'), 'stripe-eu': sourceNamed('stripe-eu'), github: sourceNamed('github') },
	routes: [
		{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' },
		{ function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
		{ function: 'stripe-eu', source: 'stripe-eu', ack: 'stored', path: '/webhooks/stripe-eu' },
		{ function: 'github', source: 'github', ack: 'stored', path: '/webhooks/github' },
		{ function: 'push', source: 'github', type: 'push', ack: 'stored' },
	],
	retry: defaultRetry,
	timeouts: { stripe: 6, 'invoice-paid': 30, 'stripe-eu': 6, github: 6, push: 30, 'reserve-stock': 6 },
};
const functions = {
	stripe: { handler: './src/stripe.handler' },
	'invoice-paid': { handler: 'src/invoice-paid.handler' },
	'stripe-eu': { handler: 'src/stripe.handler' },
	github: { handler: 'src/both.github' },
	push: { handler: 'src/both.push' },
	'reserve-stock': { handler: 'src/reserve-stock.handler' },
	image: {},
};

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'hookport-'));
	mkdirSync(join(folder, 'src'));
	for (const name of ['stripe', 'invoice-paid', 'both', 'reserve-stock', 'other'])
		writeFileSync(join(folder, 'src', `${name}.ts`), "import { routes } from '#routes'; module.exports = routes;");
});
afterAll(() => rmSync(folder, { recursive: true }));

async function routesIn(entry: string, plugin = routesModule(routes, functions)): Promise<Routes> {
	const { outputFiles } = await build({
		entryPoints: [entry],
		absWorkingDir: folder,
		outdir: 'out',
		bundle: true,
		format: 'cjs',
		write: false,
		logLevel: 'silent',
		plugins: [plugin],
	});
	const module = { exports: {} };
	new Function('module', outputFiles[0]?.text ?? '')(module);
	// Sound because the file exports what it imports.
	return module.exports as Routes;
}

describe('the routes in a bundle of the service', () => {
	it('given a file of endpoints only → their sources, whoever takes the events of these, and their time-outs', async () => {
		expect(await routesIn('src/stripe.ts')).toEqual({
			...routes,
			sources: { stripe: routes.sources.stripe, 'stripe-eu': routes.sources['stripe-eu'] },
			routes: routes.routes.filter(({ source }) => source !== 'github'),
			timeouts: { stripe: 6, 'stripe-eu': 6 },
		});
	});

	it.each([
		['of a function', 'src/invoice-paid.ts'],
		['of an endpoint and a function', 'src/both.ts'],
		['of a function that others call', 'src/reserve-stock.ts'],
		['of no function', 'src/other.ts'],
	])('given a file %s → all of them', async (_, entry) => {
		expect(await routesIn(entry)).toEqual(routes);
	});

	it('given a call function in the file of an endpoint → all of them', async () => {
		const shared = { ...functions, 'reserve-stock': { handler: 'src/stripe.reserve' } };

		expect(await routesIn('src/stripe.ts', routesModule(routes, shared))).toEqual(routes);
	});
});
