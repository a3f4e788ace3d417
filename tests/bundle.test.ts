import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

const bundle = (entry: string, cloud: string) =>
	build({
		entryPoints: [entry],
		absWorkingDir: join(import.meta.dirname, '..'),
		bundle: true,
		write: false,
		metafile: true,
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
		['local', 'src/functions/stripe/invoice-paid.ts', 85],
		['local', 'src/functions/twilio/incoming-message.ts', 87],
		['local', 'src/functions/reserve-stock.ts', 49],
		['aws', 'src/endpoints/stripe.ts', 75],
		['aws', 'src/endpoints/slack.ts', 79],
		['aws', 'src/endpoints/hmac.ts', 79],
		['aws', 'src/functions/stripe/invoice-paid.ts', 99],
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

const foreign = /^src\/plugin\/|^tests\/|undici|busboy|zod\/v4\/classic|zod\/v3|@aws-sdk|@smithy|dynalite|fauxqs/;

/** `aws4` asks for its built-ins by their old names. */
const builtin = /^node:|^(crypto|querystring|url)$/;

function isOfAnother(cloud: string, path: string): boolean {
	const [, folder = cloud] = /^src\/clouds\/([a-z]+)\//.exec(path) ?? [];
	return folder !== cloud || (cloud !== 'aws' && path.includes('node_modules/aws4/'));
}
