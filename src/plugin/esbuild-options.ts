import type { Routes } from '../webhook/source.ts';
import { routesModule } from './routes-module.ts';

/** What serverless-esbuild builds the functions with. `condition` chooses the cloud that `#cloud` stands for; `local` is the laptop's. */
export function esbuildOptions(condition: string, routes: Routes): Record<string, unknown> {
	const local = condition === 'local';
	return {
		bundle: true,
		// An ESM bundle that imports node:http pays 30 to 40 ms at a cold start; .cjs, because .js would be ESM in this project.
		format: 'cjs',
		outputFileExtension: '.cjs',
		platform: 'node',
		target: 'node24',
		minify: !local,
		keepNames: true,
		sourcemap: local ? 'inline' : false,
		exclude: [],
		conditions: [condition, 'module'],
		mainFields: ['module', 'main'],
		define: { 'import.meta.url': '""' },
		plugins: [routesModule(routes)],
		// Two folders: `sls package` empties its own, and must not empty that of a run beside it.
		outputWorkFolder: local ? '.esbuild-offline' : '.esbuild',
		watch: { pattern: ['src/**/*.ts'], ignore: ['src/plugin/**'] },
	};
}
