import { normalize } from 'node:path';
import type { Plugin } from 'esbuild';
import type { Routes } from '../webhook/source.ts';
import { splitHandler } from './check-handler.ts';

type Functions = Readonly<Record<string, { readonly handler?: string }>>;

/**
 * Puts the service's routes into each bundle in the place of `#routes`: environment variables would be limited to 4 KB on AWS. A bundle of a file that only
 * endpoints among `functions` have holds what these need, so that it does not grow with what else the service has.
 */
export function routesModule(routes: Routes, functions: Functions = {}): Plugin {
	return {
		name: 'routes-module',
		setup(build) {
			const own = routesFor(namesIn(build.initialOptions.entryPoints, functions), routes);
			build.onResolve({ filter: /^#routes$/ }, ({ path }) => ({ path, namespace: 'routes-module' }));
			build.onLoad({ filter: /./, namespace: 'routes-module' }, () => ({ contents: `export const routes = ${JSON.stringify(own)};` }));
		},
	};
}

/** The functions whose handler is in one of the files. */
function namesIn(entries: unknown, functions: Functions): readonly string[] {
	const files = Array.isArray(entries) ? entries.map((entry) => normalize(String(entry))) : [];
	const isIn = (handler: string) => files.includes(`${normalize(splitHandler(handler).module)}.ts`);
	return Object.keys(functions).filter((name) => isIn(functions[name]?.handler ?? ''));
}

/** All of it for a function that takes messages: there, one may be of a source that is not among its own any more. */
function routesFor(names: readonly string[], routes: Routes): Routes {
	const own = routes.routes.filter((route) => names.includes(route.function));
	const posted = new Set(own.map((route) => route.function));
	if (names.some((name) => !posted.has(name)) || own.length === 0 || own.some(({ type }) => type !== undefined)) return routes;
	const sources = new Set(own.map(({ source }) => source));
	return {
		...routes,
		sources: Object.fromEntries(Object.entries(routes.sources).filter(([name]) => sources.has(name))),
		routes: routes.routes.filter(({ source }) => sources.has(source)),
		timeouts: Object.fromEntries(Object.entries(routes.timeouts).filter(([name]) => names.includes(name))),
	};
}
