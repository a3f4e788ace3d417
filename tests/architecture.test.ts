import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const src = resolve(import.meta.dirname, '../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.map((file) => file.split(sep).join('/'));

/** What each folder may import of ours, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
	webhook: [],
	parsers: ['webhook'],
	schemes: ['webhook'],
	handshakes: ['webhook'],
	providers: ['webhook', 'schemes', 'parsers', 'handshakes'],
	middleware: ['webhook'],
	clouds: ['webhook'],
	'receive.ts': ['webhook', 'middleware'],
	endpoints: ['receive.ts', 'providers'],
	functions: ['receive.ts', 'providers', 'webhook'],
};

const importsOf = (file: string): readonly string[] => {
	const text = readFileSync(join(src, file), 'utf8');
	return [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path = '']) =>
		relative(src, resolve(src, dirname(file), path))
			.split(sep)
			.join('/'),
	);
};
const folderOf = (file: string) => file.split('/')[0] ?? '';
const checked = files.filter((file) => folderOf(file) in allowed);

describe('the house', () => {
	it.each(checked)('%s imports only what its folder may', (file) => {
		const folder = folderOf(file);

		const foreign = importsOf(file).filter((path) => folderOf(path) !== folder && !allowed[folder]?.includes(folderOf(path)));

		expect(foreign).toEqual([]);
	});

	it('has no folder that the rules forget', () => {
		const folders = new Set(files.map(folderOf));

		expect([...folders].filter((folder) => !(folder in allowed) && folder !== 'plugin')).toEqual([]);
	});

	it.each([
		['verified', 'verified.ts', ['middleware/load-event.ts', 'middleware/verify-signature.ts']],
		['webhookEvent', 'event.ts', ['middleware/load-event.ts']],
	])('lets only the chains make a genuine value with %s()', (name, home, makers) => {
		const users = files.filter((file) =>
			new RegExp(`import \\{[^}]*(?<!type )\\b${name}\\b[^}]*\\} from '[^']*/${home}'`).test(readFileSync(join(src, file), 'utf8')),
		);

		expect(users).toEqual(makers);
	});

	it('names no provider outside providers, endpoints, functions and no cloud outside clouds and the plugin', () => {
		const chain = files.filter((file) => ['webhook', 'middleware', 'schemes', 'parsers', 'receive.ts'].includes(folderOf(file)));

		const named = chain.filter((file) => importsOf(file).some((path) => folderOf(path) === 'providers' || folderOf(path) === 'clouds'));

		expect(named).toEqual([]);
	});
});

const textOf = (file: string) => readFileSync(join(src, file), 'utf8');
/** The text without comments, and with what stands in quotes on one line emptied. */
const codeOf = (file: string) =>
	textOf(file)
		.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/gm, '')
		.replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
const inFolders = (...folders: readonly string[]) => files.filter((file) => folders.includes(folderOf(file)));
const holding = (pattern: RegExp, among: readonly string[]) => among.filter((file) => pattern.test(codeOf(file)));

describe('the style', () => {
	it.each(files)('%s has a name in kebab-case and at most 160 lines', (file) => {
		expect(file).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.ts$/);
		expect(textOf(file).split('\n').length).toBeLessThanOrEqual(160);
	});

	// Named after what they are parts of.
	const parts = ['schemes/ed25519-keys.ts', 'schemes/p256-keys.ts', 'schemes/public-key-signature.ts'];
	it.each(inFolders('middleware', 'parsers', 'providers', 'schemes').filter((file) => !parts.includes(file)))(
		'%s exports what it is named after',
		(file) => {
			const name = (file.split('/').at(-1) ?? '').replace('.ts', '').replaceAll('-', '');
			const exported = [...textOf(file).matchAll(/^export (?:async )?(?:const|function|type) (\w+)/gm)].map(([, each = '']) =>
				each.toLowerCase(),
			);

			expect(exported.some((each) => each.includes(name))).toBe(true);
		},
	);

	it.each<[string, RegExp, readonly string[]]>([
		['exports a default besides the plugin', /\bexport default\b/, ['plugin/plugin.ts']],
		['says any', /[:<,|&(]\s*any\b|\bas any\b/, []],
		['has a class that is no error, besides the plugin', /\bclass \w+(?! extends Error)\b(?! extends Error)/, ['plugin/plugin.ts']],
		['has a word of TypeScript that is not erased', /^\s*(export )?(declare )?(const )?(enum|namespace) \w/m, []],
		['passes on what another file exports', /^export (\*|\{[^}]*\}) from/m, []],
		['writes to the console', /\bconsole\./, []],
	])('no file %s', (_, pattern, allowedFiles) => {
		expect(holding(pattern, files)).toEqual(allowedFiles);
	});

	it('no file silences a check', () => {
		expect(files.filter((file) => /@ts-ignore|@ts-nocheck|@ts-expect-error|biome-ignore/.test(textOf(file)))).toEqual([]);
	});

	it('only clouds and the plugin read the environment', () => {
		expect(
			holding(
				/\bprocess\b/,
				files.filter((file) => !['clouds', 'plugin'].includes(folderOf(file))),
			),
		).toEqual([]);
	});

	it('what is pure has no clock, no chance and no input or output', () => {
		const pure = inFolders('webhook', 'parsers', 'schemes', 'providers');
		// node:net for its lists of addresses.
		const modules = ['node:buffer', 'node:crypto', 'node:net'];

		expect(
			holding(/\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\b|\bset(Timeout|Interval|Immediate)\b|\bfetch\b/, pure),
		).toEqual([]);
		for (const file of pure) {
			const builtins = [...textOf(file).matchAll(/from '(node:[^']+)'/g)].map(([, name = '']) => name);
			expect(builtins.filter((name) => !modules.includes(name))).toEqual([]);
		}
	});

	it('nothing is called but what is configured', () => {
		// The incoming webhook of `notify`; what `sls webhook send` posts to; AWS.
		expect(holding(/\bfetch\(|\bnew (WebSocket|EventSource)\b/, files)).toEqual([
			'middleware/notify.ts',
			'plugin/commands/post-delivery.ts',
		]);
		expect(files.filter((file) => /\b(request|get|connect)\b[^;]*from 'node:(https?|http2|net|tls|dgram)'/.test(textOf(file)))).toEqual([
			'clouds/aws/exchange.ts',
		]);
	});

	it('steps take the time from the cloud', () => {
		expect(holding(/\bDate\.now\b|\bnew Date\(|\bperformance\b/, [...inFolders('middleware'), 'receive.ts'])).toEqual([]);
	});
});
