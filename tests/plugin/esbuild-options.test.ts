import { describe, expect, it } from '@jest/globals';
import { build, type Plugin } from 'esbuild';
import { esbuildOptions } from '../../src/plugin/esbuild-options.ts';
import { routesModule } from '../../src/plugin/routes-module.ts';
import { defaultRetry, type Routes } from '../../src/webhook/source.ts';

const routes: Routes = {
	service: 'hookport',
	stage: 'dev',
	sources: {},
	routes: [{ function: '</script>`${"\u2028', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' }],
	retry: defaultRetry,
	timeouts: {},
};

async function bundled(contents: string, plugins: readonly Plugin[]): Promise<string> {
	const { outputFiles } = await build({
		stdin: { contents, resolveDir: import.meta.dirname },
		bundle: true,
		format: 'cjs',
		write: false,
		logLevel: 'silent',
		plugins: [...plugins],
	});
	return outputFiles[0]?.text ?? '';
}

describe('what serverless-esbuild builds with', () => {
	it.each([
		[
			'local',
			{ conditions: ['local', 'module'], minify: false, keepNames: true, sourcemap: 'inline', outputWorkFolder: '.esbuild-offline' },
		],
		['aws', { conditions: ['aws', 'module'], minify: true, keepNames: false, sourcemap: false, outputWorkFolder: '.esbuild' }],
	])('given the condition %s → that cloud, in a folder of its own', (condition, options) => {
		expect(esbuildOptions(condition, routes, undefined)).toMatchObject({ ...options, format: 'cjs', outputFileExtension: '.cjs' });
	});

	it("given the user's own options → they add and replace", () => {
		const own = { external: ['sharp'], minify: false, define: { VERSION: '"1"' }, target: 'node26' };

		const options = esbuildOptions('aws', routes, own);

		expect(options).toMatchObject({ ...own, define: { VERSION: '"1"', 'import.meta.url': '""' }, bundle: true });
	});

	it.each(['format', 'conditions', 'plugins', 'outputWorkFolder'])(
		'given %s among them, which the gateway depends on → one line',
		(key) => {
			expect(() => esbuildOptions('aws', routes, { [key]: [] })).toThrow(
				expect.objectContaining({ name: 'Mistake', message: `custom.esbuild.${key}: the webhook plugin sets this one itself, remove it` }),
			);
		},
	);
});

describe('the routes in a bundle', () => {
	it('given an import of #routes → the routes exactly, whatever is in their names', async () => {
		const text = await bundled("import { routes } from '#routes'; module.exports = routes;", [routesModule(routes)]);

		const module = { exports: {} };
		new Function('module', text)(module);
		expect(module.exports).toEqual(routes);
	});

	it('given another import → it is left alone', async () => {
		await expect(bundled("import '#routes-of-mine';", [routesModule(routes)])).rejects.toThrow('#routes-of-mine');
	});
});
