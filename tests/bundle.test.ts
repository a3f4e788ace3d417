import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type BuildOptions, build, type Metafile, type StdinOptions } from 'esbuild';
import { esbuildOptions } from '../src/plugin/esbuild-options.ts';
import { providers } from '../src/providers/providers.ts';
import { routes } from '../src/webhook/no-routes.ts';

const root = join(import.meta.dirname, '..');

/** As the plugin has it built for a stage; what is for a laptop is smaller here than there, where it has its names and source maps. */
const bundle = (entry: string | StdinOptions, cloud: string) => {
	const minified = { minify: true, keepNames: false, sourcemap: false };
	// The first ones are serverless-esbuild's alone.
	const { outputFileExtension, outputWorkFolder, exclude, watch, ...options } = esbuildOptions(cloud, routes, minified);
	return build({
		...(options as BuildOptions),
		...(typeof entry === 'string' ? { entryPoints: [entry] } : { stdin: entry }),
		absWorkingDir: root,
		write: false,
		metafile: true as const,
		external: ['@azure/functions-core'],
		logLevel: 'silent',
	});
};

/** An endpoint of any provider, as a service that receives from it has one. */
const endpointOf = (id: string): StdinOptions => {
	const name = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
	const imports = `import { ${name} } from '../providers/${id}.ts';\nimport { receive } from '../receive.ts';`;
	return { contents: `${imports}\nexport const handler = receive(${name});`, resolveDir: join(root, 'src/endpoints'), loader: 'ts' };
};

/** An app on Azure with the functions of these files, as the plugin writes its entry. */
const appOf = (files: readonly string[]): StdinOptions => {
	const imports = files.map((file, index) => `import { handler as handler${index} } from '../${file}';`);
	const calls = files.map((_, index) => `register({ name: 'function-${index}', handler: handler${index}, calls: true });`);
	const contents = ["import { register } from '../clouds/azure/register.ts';", ...imports, ...calls].join('\n');
	return { contents, resolveDir: join(root, 'src/endpoints'), loader: 'ts' };
};

/** Every chain has these. */
const always = new Set(['@middy/core', '@middy/util']);
/** And these are there for a file that needs them. */
const sometimes: Readonly<Record<string, (own: ReadonlySet<string>) => boolean>> = {
	'@middy/http-json-body-parser': (own) => own.has('src/parsers/json.ts'),
	'@middy/http-urlencode-body-parser': (own) => own.has('src/parsers/form-fields.ts'),
	'@rgrove/parse-xml': (own) => own.has('src/parsers/xml.ts'),
};

/** Whatever a file imports, directly or not. */
function reachable(path: string, inputs: Metafile['inputs'], found = new Set<string>()): ReadonlySet<string> {
	if (found.has(path)) return found;
	found.add(path);
	for (const each of inputs[path]?.imports ?? []) reachable(each.path, inputs, found);
	return found;
}

describe('a bundle', () => {
	it.each(['local', 'aws', 'google', 'azure'])(
		'of an endpoint for %s holds its own provider and scheme and no other, no function and no plugin',
		async (cloud) => {
			const { metafile } = await bundle('src/endpoints/stripe.ts', cloud);

			const ours = Object.keys(metafile.inputs).filter((path) => path.startsWith('src/'));
			expect(ours.filter((path) => /^src\/(providers\/[a-z-]+\.ts|functions|plugin|endpoints)/.test(path)).sort()).toEqual([
				'src/endpoints/stripe.ts',
				'src/providers/stripe.ts',
			]);
			expect(Object.keys(metafile.inputs).filter((path) => /undici|busboy|zod/.test(path))).toEqual([]);
		},
	);

	// Each limit is the next full KB. Redacting and sealing are 4 to 6 KB of each that keeps or reads events, saying why a delivery was not believed 8 (what is seldom is the commands' alone), forgetting 1, the table of failures 2, filters 2; on AWS the cloud's ports 20 and signing 1. The names of functions would be 7.
	it.each([
		['local', 'src/endpoints/stripe.ts', 73],
		['local', 'src/endpoints/slack.ts', 76],
		['local', 'src/endpoints/hmac.ts', 77],
		['local', 'src/functions/stripe/invoice-paid.ts', 95],
		['local', 'src/functions/twilio/incoming-message.ts', 94],
		['local', 'src/functions/reserve-stock.ts', 45],
		['aws', 'src/endpoints/stripe.ts', 76],
		['aws', 'src/endpoints/slack.ts', 79],
		['aws', 'src/endpoints/hmac.ts', 79],
		['aws', 'src/functions/stripe/invoice-paid.ts', 98],
		['aws', 'src/functions/twilio/incoming-message.ts', 96],
		['aws', 'src/functions/reserve-stock.ts', 47],
		['aws', 'src/clouds/aws/sweep.ts', 33],
		['google', 'src/endpoints/stripe.ts', 75],
		['google', 'src/endpoints/slack.ts', 78],
		['google', 'src/endpoints/hmac.ts', 79],
		['google', 'src/functions/stripe/invoice-paid.ts', 97],
		['google', 'src/functions/twilio/incoming-message.ts', 96],
		['google', 'src/functions/reserve-stock.ts', 47],
		['google', 'src/clouds/google/sweep.ts', 33],
	])('for %s of %s stays under %i KB, and holds one cloud, no test, no full zod, no SDK and no undici', async (cloud, entry, kilobytes) => {
		const { metafile, outputFiles } = await bundle(entry, cloud);

		const inputs = Object.keys(metafile.inputs);
		const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
		const [size = 0] = outputFiles.map(({ contents }) => contents.length);
		expect(size).toBeLessThan(kilobytes * 1000);
		expect(inputs.filter((path) => foreign.test(path) || isOfAnother(cloud, path))).toEqual([]);
		expect(outside.filter((path) => !builtin.test(path))).toEqual([]);
	});

	it.each(Object.keys(providers))(
		'of an endpoint of %s holds its own provider, and of schemes, parsers and libraries what that imports',
		async (id) => {
			const { metafile } = await bundle(endpointOf(id), 'aws');

			const inputs = Object.keys(metafile.inputs);
			const within = (folder: string) => inputs.filter((path) => path.startsWith(folder)).sort();
			const own = reachable(`src/providers/${id}.ts`, metafile.inputs);
			expect(within('src/providers/').filter((path) => !path.includes('/reading/'))).toEqual([`src/providers/${id}.ts`]);
			for (const folder of ['src/schemes/', 'src/parsers/', 'src/handshakes/', 'src/providers/reading/']) {
				expect(within(folder).filter((path) => !own.has(path))).toEqual([]);
			}
			const libraries = new Set(inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
			expect([...libraries].filter((name) => !always.has(name) && sometimes[name]?.(own) !== true)).toEqual([]);
		},
	);

	it.each([
		['local', 'livekit', 74],
		['aws', 'livekit', 77],
		['local', 'plaid', 77],
		['aws', 'plaid', 79],
		['local', 'aws-sns', 77],
		['aws', 'aws-sns', 79],
	])('for %s of an endpoint of %s stays under %i KB', async (cloud, id, kilobytes) => {
		const { outputFiles } = await bundle(endpointOf(id), cloud);

		const [size = 0] = (outputFiles ?? []).map(({ contents }) => contents.length);
		expect(size).toBeGreaterThan(0);
		expect(size).toBeLessThan(kilobytes * 1000);
	});

	// Of an app on Azure 79 KB are the platform's programming model, which loads in 15 ms; @azure/functions-core is the worker's own.
	it.each([
		['endpoints', 158, ['endpoints/stripe.ts']],
		['functions', 186, ['functions/stripe/invoice-paid.ts', 'functions/reserve-stock.ts', 'clouds/azure/sweep.ts']],
	])(
		'of an app of %s on Azure stays under %i KB, and holds one cloud, no test, no full zod, no SDK and no undici',
		async (_, kilobytes, files) => {
			const { metafile, outputFiles } = await bundle(appOf(files), 'azure');

			const inputs = Object.keys(metafile.inputs);
			const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
			const [size = 0] = outputFiles.map(({ contents }) => contents.length);
			expect(size).toBeLessThan(kilobytes * 1000);
			expect(inputs.filter((path) => foreign.test(path) || isOfAnother('azure', path))).toEqual([]);
			expect(outside.filter((path) => !builtinModules.includes(path.replace(/^node:/, '')) && path !== '@azure/functions-core')).toEqual(
				[],
			);
		},
	);

	it('can not be built for a cloud that there is no code for', async () => {
		const building = build({
			entryPoints: ['src/endpoints/stripe.ts'],
			bundle: true,
			write: false,
			platform: 'node',
			conditions: ['nowhere'],
			logLevel: 'silent',
		});

		await expect(building).rejects.toThrow('#cloud');
	});
});

const foreign =
	/node_modules\/jose\/|^src\/plugin\/|^tests\/|undici|busboy|zod\/v4\/classic|zod\/v3|@aws-sdk|@smithy|dynalite|fauxqs|azurite|google-auth-library|@google-cloud|node_modules\/@azure\/(?!functions)/;

const builtin = /^node:/;

function isOfAnother(cloud: string, path: string): boolean {
	const [, folder = cloud] = /^src\/clouds\/([a-z]+)\//.exec(path) ?? [];
	return folder !== cloud;
}
