import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...readdirSync(join(root, 'docs')).map((file) => `docs/${file}`)];

it('the tables are what the code says', () => {
	const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', 'scripts/generate-tables.ts', '--check'], {
		cwd: root,
		encoding: 'utf8',
	});

	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	expect([...read('README.md').matchAll(/^<!-- \/([\w-]+) -->$/gm)].map(([, name]) => name)).toEqual([
		'commands',
		'provider-count',
		'failures',
	]);
});

/** Code whose first line names a file: `// src/a.ts` is all of it, `# serverless.yml, in part` is lines of it that follow each other, `…, new` is none of ours. */
const blocks = pages.flatMap((page) =>
	[...read(page).matchAll(/^```\w*\n(?:\/\/|#) ([\w./-]+\.(?:ts|yml|json))(, in part|, new)?\n([\s\S]*?)^```$/gm)].map(
		([, file = '', kind, code = '']) => ({ page, file, kind, code }),
	),
);

describe('code that names its file', () => {
	it('is on the first page', () => {
		expect(blocks.filter(({ page }) => page === 'README.md').map(({ file }) => file)).toContain('src/functions/stripe/invoice-paid.ts');
	});

	it.each(blocks.filter(({ kind }) => kind === undefined).map((block) => [block.page, block.file, block] as const))(
		'%s shows %s as it is',
		(_, file, { code }) => {
			expect(code).toBe(read(file));
		},
	);

	it.each(blocks.filter(({ kind }) => kind === ', in part').map((block) => [block.page, block.file, block] as const))(
		'%s shows parts of %s as they are',
		(_, file, { code }) => {
			const parts = code.split(/^[ \t]*(?:(?:#|\/\/) …)?\n/m).filter((part) => part.trim() !== '');

			expect(parts.filter((part) => !read(file).includes(part))).toEqual([]);
		},
	);

	it.each(
		blocks.filter(({ kind, file }) => kind === ', new' && file.endsWith('.ts')).map((block) => [block.page, block.file, block] as const),
	)('%s imports in %s only what there is, or what it shows', (page, file, { code }) => {
		const shown = blocks.filter((block) => block.page === page).map((block) => block.file);
		const imports = [...code.matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) => join(dirname(file), path));

		expect(existsSync(join(root, file))).toBe(false);
		expect(imports.filter((path) => !existsSync(join(root, path)) && !shown.includes(path))).toEqual([]);
	});
});

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, '');
const links = pages.flatMap((page) =>
	[...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target = '']) => [page, target] as const)
		.filter(([, target]) => !/^\w+:/.test(target)),
);

describe('a link', () => {
	it.each(links)('in %s leads to %s', (page, target) => {
		const [path = '', anchor] = target.split('#');
		const file = path === '' ? page : join(dirname(page), path);

		expect(existsSync(join(root, file))).toBe(true);
		if (anchor !== undefined) expect(anchors(read(file))).toContain(anchor);
	});
});

/** As GitHub makes them from headings. */
function anchors(text: string): readonly string[] {
	return [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replaceAll(' ', '-'),
	);
}
