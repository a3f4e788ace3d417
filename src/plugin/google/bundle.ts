import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { BuildOptions } from 'esbuild';
import type { Routes } from '../../webhook/source.ts';
import { splitHandler } from '../check-handler.ts';
import { esbuildOptions } from '../esbuild-options.ts';
import { readConfig } from '../read-config.ts';

type Service = { readonly serviceDir: string; readonly routes: Routes; readonly runtime: string; readonly own: unknown };

/** What serverless-esbuild alone understands. */
const foreign = ['outputFileExtension', 'outputWorkFolder', 'exclude', 'watch'];

/** The two files that Cloud Build makes a function of: its handler as one module, and what says so. */
export async function bundle(handler: string, service: Service): Promise<Readonly<Record<string, string>>> {
	const { build } = await import('esbuild');
	const shared = esbuildOptions('google', service.routes, service.own);
	const options = Object.fromEntries(Object.entries(shared).filter(([key]) => !foreign.includes(key)));
	const { outputFiles } = await build({
		...(options as BuildOptions),
		target: service.runtime.replace(/^nodejs/, 'node'),
		stdin: { contents: entryOf(handler, service.serviceDir), resolveDir: service.serviceDir, sourcefile: 'entry.ts', loader: 'ts' },
		absWorkingDir: service.serviceDir,
		legalComments: 'none',
		logLevel: 'silent',
		write: false,
	});
	return { 'index.js': outputFiles?.[0]?.text ?? '', 'package.json': packageJson(service.serviceDir) };
}

function entryOf(handler: string, serviceDir: string): string {
	const { module, exported } = splitHandler(handler);
	const serve = relative(serviceDir, join(import.meta.dirname, '../../clouds/google/serve.ts'))
		.split(sep)
		.join('/');
	return [
		`import { serve } from ${JSON.stringify(`./${serve}`)};`,
		`import { ${exported} as own } from ${JSON.stringify(`./${module}`)};`,
		'export const handler = serve(own);',
	].join('\n');
}

const framework = '@google-cloud/functions-framework';

/** Google's framework is not in the bundle. Unless it is named, Cloud Build takes an older one than the tests ran under: https://docs.cloud.google.com/functions/docs/functions-framework */
function packageJson(serviceDir: string): string {
	const { devDependencies } = readConfig(JSON.parse(readFileSync(join(serviceDir, 'package.json'), 'utf8')), 'package.json');
	const version = readConfig(devDependencies, 'package.json: devDependencies')[framework];
	const dependencies = typeof version === 'string' ? { dependencies: { [framework]: version } } : {};
	return `${JSON.stringify({ name: 'hookport-function', private: true, main: 'index.js', ...dependencies }, undefined, 2)}\n`;
}
