import { type BuildOptions, build } from 'esbuild';
import { esbuildOptions } from '../../src/plugin/esbuild-options.ts';
import type { Routes } from '../../src/webhook/source.ts';

type Bundle = {
	readonly dir: string;
	/** A path in `dir`. */
	readonly entry: string;
	readonly condition: string;
	readonly routes: Routes;
	readonly outfile: string;
};

/** One function as the plugin builds it, without osls. */
export async function bundle({ dir, entry, condition, routes, outfile }: Bundle): Promise<string> {
	// What is serverless-esbuild's alone.
	const { outputFileExtension, outputWorkFolder, exclude, watch, ...options } = esbuildOptions(condition, routes, undefined);
	await build({ ...(options as BuildOptions), absWorkingDir: dir, entryPoints: [entry], outfile, logLevel: 'error' });
	return outfile;
}
