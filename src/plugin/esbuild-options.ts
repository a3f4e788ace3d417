import type { Routes } from '../webhook/source.ts';
import { Mistake } from './mistake.ts';
import { readConfig } from './read-config.ts';
import { routesModule } from './routes-module.ts';

/**
 * What serverless-esbuild builds the functions with. `condition` chooses the cloud that `#cloud` stands for; `local` is the laptop's. `own` is the user's
 * `custom.esbuild`, which may add and replace, except what the gateway depends on.
 * @throws {Mistake} for one of those
 */
export function esbuildOptions(condition: string, routes: Routes, own: unknown): Record<string, unknown> {
	const local = condition === 'local';
	const fixed = {
		bundle: true,
		// An ESM bundle that imports node:http pays 30 to 40 ms at a cold start; .cjs, because .js would be ESM in this project.
		format: 'cjs',
		outputFileExtension: '.cjs',
		platform: 'node',
		conditions: [condition, 'module'],
		plugins: [routesModule(routes)],
		// Two folders: `sls package` empties its own, and must not empty that of a run beside it.
		outputWorkFolder: local ? '.esbuild-offline' : '.esbuild',
	};
	const mine = readConfig(own, 'custom.esbuild');
	const taken = Object.keys(mine).find((key) => key in fixed);
	if (taken !== undefined) throw new Mistake(`custom.esbuild.${taken}: the webhook plugin sets this one itself, remove it`);
	return {
		target: 'node24',
		minify: !local,
		// On a stage it would be a twelfth of a bundle.
		keepNames: local,
		sourcemap: local ? 'inline' : false,
		exclude: [],
		mainFields: ['module', 'main'],
		watch: { pattern: ['src/**/*.ts'], ignore: ['src/plugin/**'] },
		...mine,
		define: { ...readConfig(mine.define, 'custom.esbuild.define'), 'import.meta.url': '""' },
		...fixed,
	};
}
