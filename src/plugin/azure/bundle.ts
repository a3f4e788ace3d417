import type { BuildOptions } from 'esbuild';
import type { Routes } from '../../webhook/source.ts';
import { esbuildOptions } from '../esbuild-options.ts';
import { readConfig } from '../read-config.ts';
import type { Functions, Serverless } from '../serverless.ts';
import { entryOf } from './entry-of.ts';
import { timeoutOf } from './host-json.ts';
import { type AppName, functionsOf, type Plan } from './plan.ts';

/** What of `custom.esbuild` is serverless-esbuild's own. */
const foreign = [
	'exclude',
	'watch',
	'outputFileExtension',
	'outputWorkFolder',
	'outputBuildFolder',
	'packager',
	'concurrency',
	'zipConcurrency',
];

type Wish = { readonly functions: Functions; readonly plan: Pick<Plan, 'routes' | 'host'>; readonly own: unknown };

/** One app as one CommonJS file. What the worker gives it is left out: https://www.npmjs.com/package/@azure/functions-core */
export async function bundle(app: AppName, serviceDir: Serverless['serviceDir'], { functions, plan, own }: Wish): Promise<Buffer> {
	const { build } = await import('esbuild');
	// The Node that runs it may be older than the one of the other clouds.
	const target = { target: `node${plan.host.version}`, ...readConfig(own, 'custom.esbuild') };
	const options = Object.entries(esbuildOptions('azure', routesIn(app, plan), target)).filter(([key]) => !foreign.includes(key));
	// Sound because esbuild itself refuses what it does not know.
	const known = Object.fromEntries(options) as BuildOptions & { readonly external?: string[] };
	const { outputFiles } = await build({
		...known,
		external: [...(known.external ?? []), '@azure/functions-core'],
		stdin: { contents: entryOf(app, functions, plan), resolveDir: serviceDir, sourcefile: `${app}.ts`, loader: 'ts' },
		absWorkingDir: serviceDir,
		write: false,
	});
	return Buffer.concat(outputFiles.map(({ contents }) => contents));
}

/** The host ends no run before the limit of its app, so no lease may end before it either. */
function routesIn(app: AppName, plan: Pick<Plan, 'routes'>): Routes {
	const limit = timeoutOf(app, plan);
	const own = functionsOf(app, plan.routes).map((name) => [name, limit]);
	return { ...plan.routes, timeouts: { ...plan.routes.timeouts, ...Object.fromEntries(own) } };
}
