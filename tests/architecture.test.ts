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
	providers: ['webhook', 'schemes', 'parsers'],
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
