import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { ThreadFunction } from '../../../src/plugin/local/start-worker.ts';

const thread = fileURLToPath(new URL('../../../src/clouds/local/thread.ts', import.meta.url));

/** Bundles a function from its source, as `serverless offline` does. `requestCall` and `wake` are at hand in it. */
export async function writeFunction(source: string, options: Partial<ThreadFunction> = {}): Promise<ThreadFunction> {
	const file = options.file ?? join(await mkdtemp(join(tmpdir(), 'hookport-')), 'function.cjs');
	const contents = `import { requestCall, wake } from ${JSON.stringify(thread)};\nglobalThis.local = { requestCall, wake };\n${source}`;
	const built = await build({
		stdin: { contents, loader: 'ts', resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
		bundle: true,
		format: 'cjs',
		platform: 'node',
		logLevel: 'error',
		write: false,
	});
	await writeFile(file, built.outputFiles[0]?.contents ?? '');
	return { handler: 'handler', environment: {}, timeoutSeconds: 10, kind: 'function', ...options, file };
}
