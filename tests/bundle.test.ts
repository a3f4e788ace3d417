import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type BuildOptions, build, type Metafile } from 'esbuild';

const root = join(import.meta.dirname, '..');

const bundle = (entry: string, cloud: string) => bundleOf({ entryPoints: [entry] }, cloud);

/** An endpoint of a provider that this service does not receive from. */
const endpointOf = (id: string, name: string, cloud: string) => {
	const contents = `import { ${name} } from './src/providers/${id}.ts'; import { receive } from './src/receive.ts'; export const handler = receive(${name});`;
	return bundleOf({ stdin: { contents, resolveDir: root, loader: 'ts' } }, cloud);
};

const bundleOf = (entry: BuildOptions, cloud: string) =>
	build({
		...entry,
		absWorkingDir: root,
		bundle: true,
		write: false,
		metafile: true as const,
		minify: true,
		keepNames: true,
		platform: 'node',
		target: 'node24',
		format: 'cjs',
		conditions: [cloud, 'module'],
		mainFields: ['module', 'main'],
		define: { 'import.meta.url': '""' },
		logLevel: 'silent',
	});

describe('a bundle', () => {
	it.each(['local', 'aws'])(
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

	// Redacting and sealing are 4 to 6 KB of each that keeps or reads events, forgetting 2. On AWS the chain is 21 KB of an endpoint, signing 8, and the cloud's ports 24; without them it loads 2.6 ms faster, of 9.5 (Node 24, two cores).
	it.each([
		['local', 'src/endpoints/stripe.ts', 61],
		['local', 'src/endpoints/slack.ts', 65],
		['local', 'src/endpoints/hmac.ts', 65],
		['local', 'src/functions/stripe/invoice-paid.ts', 84],
		['local', 'src/functions/twilio/incoming-message.ts', 87],
		['local', 'src/functions/reserve-stock.ts', 49],
		['aws', 'src/endpoints/stripe.ts', 74],
		['aws', 'src/endpoints/slack.ts', 79],
		['aws', 'src/endpoints/hmac.ts', 79],
		['aws', 'src/functions/stripe/invoice-paid.ts', 98],
		['aws', 'src/functions/twilio/incoming-message.ts', 101],
		['aws', 'src/functions/reserve-stock.ts', 63],
		['aws', 'src/clouds/aws/sweep.ts', 48],
	])('for %s of %s stays under %i KB, and holds one cloud, no test, no full zod, no SDK and no undici', async (cloud, entry, kilobytes) => {
		const { metafile, outputFiles } = await bundle(entry, cloud);

		const inputs = Object.keys(metafile.inputs);
		const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
		const [size = 0] = outputFiles.map(({ contents }) => contents.length);
		expect(size).toBeLessThan(kilobytes * 1000);
		expect(inputs.filter((path) => foreign.test(path) || isOfAnother(cloud, path))).toEqual([]);
		expect(outside.filter((path) => !builtin.test(path))).toEqual([]);
	});

	// Tokens take 21 to 25 KB, of which jose is 20, for signing and for verifying.
	it.each([
		['local', 'livekit', 'livekit', 83, true],
		['aws', 'livekit', 'livekit', 97, true],
		['local', 'plaid', 'plaid', 86, true],
		['aws', 'plaid', 'plaid', 100, true],
		['local', 'aws-sns', 'awsSns', 66, false],
		['aws', 'aws-sns', 'awsSns', 80, false],
	])(
		'for %s of an endpoint of %s (%s) stays under %i KB, and holds jose only where it reads tokens: %s',
		async (cloud, id, name, kilobytes, tokens) => {
			const { metafile, outputFiles } = await endpointOf(id, name, cloud);

			const inputs = Object.keys(metafile.inputs);
			const [size = 0] = (outputFiles ?? []).map(({ contents }) => contents.length);
			expect(size).toBeGreaterThan(0);
			expect(size).toBeLessThan(kilobytes * 1000);
			expect(inputs.some((path) => path.includes('node_modules/jose/'))).toBe(tokens);
			expect(inputs.filter((path) => /jose\/.*(jwe|remote|generate)/.test(path) && bytesOf(metafile, path) > 0)).toEqual([]);
		},
	);

	it('can not be built for a cloud that has no code yet', async () => {
		const building = build({
			entryPoints: ['src/endpoints/stripe.ts'],
			bundle: true,
			write: false,
			platform: 'node',
			conditions: ['azure'],
			logLevel: 'silent',
		});

		await expect(building).rejects.toThrow('#cloud');
	});
});

function bytesOf({ outputs }: Metafile, path: string): number {
	return Object.values(outputs).reduce((sum, { inputs }) => sum + (inputs[path]?.bytesInOutput ?? 0), 0);
}

const foreign = /node_modules\/jose\/|^src\/plugin\/|^tests\/|undici|busboy|zod\/v4\/classic|zod\/v3|@aws-sdk|@smithy|dynalite|fauxqs/;

/** `aws4` asks for its built-ins by their old names. */
const builtin = /^node:|^(crypto|querystring|url)$/;

function isOfAnother(cloud: string, path: string): boolean {
	const [, folder = cloud] = /^src\/clouds\/([a-z]+)\//.exec(path) ?? [];
	return folder !== cloud || (cloud !== 'aws' && path.includes('node_modules/aws4/'));
}
