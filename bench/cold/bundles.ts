import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { parse } from 'yaml';
import { esbuildOptions } from '../../src/plugin/esbuild-options.ts';
import { knownOf } from '../../src/plugin/known.ts';
import { readRoutes } from '../../src/plugin/read-routes.ts';
import { routesModule } from '../../src/plugin/routes-module.ts';

export const root = join(import.meta.dirname, '../..');

const { service, custom, functions } = parse(readFileSync(join(root, 'serverless.yml'), 'utf8'));
/** GitHub waits for this one. */
const handled = {
	handler: 'src/functions/github/push.handler',
	events: [{ webhook: { source: 'github', type: 'push', ack: 'handled', path: '/webhooks/github-handled' } }],
};
const { push: _, ...others } = functions;
/** The project's own, but that one sender waits. */
export const ours = { ...others, handled };
export const routes = readRoutes({ service, stage: 'dev', timeout: 10, webhook: custom.webhook, functions: ours }, knownOf(root));

/** What serverless-esbuild alone understands. */
const foreign = ['outputFileExtension', 'outputWorkFolder', 'exclude', 'watch'];

/** As the plugin has it built. `cloud` stands in the place of AWS's own. */
export async function bundleOfOurs(entry: string, cloud?: string): Promise<Buffer> {
	const shared = esbuildOptions('aws', routes, undefined);
	const known = Object.fromEntries(Object.entries(shared).filter(([key]) => !foreign.includes(key))) as BuildOptions;
	const plugins = [routesModule(routes, ours)];
	return await bundled({
		...known,
		plugins,
		absWorkingDir: root,
		entryPoints: [entry],
		...(cloud && { alias: { '#cloud': join(root, cloud) } }),
	});
}

/** As a user of serverless-esbuild has it built; ESM with the line that its README gives for packages in CommonJS. */
export async function bundleOfTheirs(entry: string, format: 'esm' | 'cjs'): Promise<Buffer> {
	const banner = { js: "import { createRequire } from 'module';const require = createRequire(import.meta.url);" };
	return await bundled({
		entryPoints: [join(root, entry)],
		bundle: true,
		minify: true,
		platform: 'node',
		target: 'node24',
		format,
		...(format === 'esm' && { banner, mainFields: ['module', 'main'] }),
	});
}

async function bundled(options: BuildOptions): Promise<Buffer> {
	const { outputFiles = [] } = await build({ ...options, logLevel: 'error', write: false });
	return Buffer.concat(outputFiles.map(({ contents }) => contents));
}
