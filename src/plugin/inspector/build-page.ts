import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from './send.ts';

const folder = join(import.meta.dirname, 'page');

/**
 * The inspector's page, bundled from its sources, so that nobody has to build it. esbuild is loaded here and not before: most runs are never looked at.
 * https://esbuild.github.io/api/#build
 */
export async function buildPage(): Promise<Page> {
	const { build } = await import('esbuild');
	const { outputFiles } = await build({
		entryPoints: [join(folder, 'page.tsx'), join(folder, 'page.css')],
		outdir: folder,
		write: false,
		bundle: true,
		minify: true,
		format: 'esm',
		jsx: 'automatic',
		jsxImportSource: 'preact',
		target: ['chrome120', 'firefox121', 'safari17.4'],
		// The project's own says what Node is to do with a file.
		tsconfigRaw: {},
		logLevel: 'silent',
	});
	const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
	return { html: await readFile(join(folder, 'index.html'), 'utf8'), script: textOf('.js'), style: textOf('.css') };
}
