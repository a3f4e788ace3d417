import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

const bundle = (entry: string) =>
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
		conditions: ['local', 'module'],
		mainFields: ['module', 'main'],
		define: { 'import.meta.url': '""' },
		logLevel: 'silent',
	});

describe('a bundle', () => {
	it('of an endpoint holds its own provider and scheme and no other, no function and no plugin', async () => {
		const { metafile } = await bundle('src/endpoints/stripe.ts');

		const ours = Object.keys(metafile.inputs).filter((path) => path.startsWith('src/'));
		expect(ours.filter((path) => /^src\/(providers\/[a-z-]+\.ts|functions|plugin|endpoints)/.test(path)).sort()).toEqual([
			'src/endpoints/stripe.ts',
			'src/providers/stripe.ts',
		]);
		expect(Object.keys(metafile.inputs).filter((path) => /undici|busboy|zod/.test(path))).toEqual([]);
	});

	it.each([
		['src/endpoints/stripe.ts', 43],
		['src/endpoints/slack.ts', 45],
		['src/endpoints/hmac.ts', 47],
		['src/functions/stripe/invoice-paid.ts', 66],
		['src/functions/twilio/incoming-message.ts', 69],
		['src/functions/reserve-stock.ts', 38],
	])('of %s stays under %i KB, and holds one cloud, no test, no full zod and no undici', async (entry, kilobytes) => {
		const { metafile, outputFiles } = await bundle(entry);

		const inputs = Object.keys(metafile.inputs);
		const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
		expect(outputFiles.map(({ contents }) => contents.length < kilobytes * 1000)).toEqual([true]);
		expect(
			inputs.filter((path) =>
				/^src\/clouds\/(?!local\/)[a-z]+\/|^src\/plugin\/|^tests\/|undici|busboy|zod\/v4\/classic|zod\/v3/.test(path),
			),
		).toEqual([]);
		expect(outside.filter((path) => !path.startsWith('node:'))).toEqual([]);
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
