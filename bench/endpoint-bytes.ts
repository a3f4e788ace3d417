import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { esbuildOptions } from '../src/plugin/esbuild-options.ts';
import { routesModule } from '../src/plugin/routes-module.ts';
import type { Routes } from '../src/webhook/source.ts';

const root = join(import.meta.dirname, '..');

/** How large Stripe's endpoint for AWS is in a service with these routes, built as `sls package` does. */
export async function endpointBytes(routes: Routes): Promise<number> {
	const { outputFileExtension, outputWorkFolder, exclude, watch, ...options } = esbuildOptions('aws', routes, undefined);
	const handlerOf = (name: string) => (name === 'stripe' ? 'src/endpoints/stripe.handler' : `src/functions/${name}.handler`);
	const functions = Object.fromEntries(routes.routes.map(({ function: name }) => [name, { handler: handlerOf(name) }]));
	const { outputFiles } = await build({
		// Sound because esbuild itself refuses what it does not know.
		...(options as BuildOptions),
		plugins: [routesModule(routes, functions)],
		entryPoints: ['src/endpoints/stripe.ts'],
		absWorkingDir: root,
		outdir: 'out',
		write: false,
	});
	return outputFiles?.[0]?.contents.length ?? Number.NaN;
}
