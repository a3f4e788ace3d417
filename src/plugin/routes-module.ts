import type { Plugin } from 'esbuild';
import type { Routes } from '../webhook/source.ts';

/** Puts the service's routes into each bundle in the place of `#routes`: environment variables would be limited to 4 KB on AWS. */
export function routesModule(routes: Routes): Plugin {
	return {
		name: 'routes-module',
		setup(build) {
			build.onResolve({ filter: /^#routes$/ }, ({ path }) => ({ path, namespace: 'routes-module' }));
			build.onLoad({ filter: /./, namespace: 'routes-module' }, () => ({ contents: `export const routes = ${JSON.stringify(routes)};` }));
		},
	};
}
