// `npm run generate` writes src/providers/providers.ts from the folder; with `--check` it only says whether that would change anything.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { idsIn, providersModule } from '../src/plugin/new/providers-module.ts';

const folder = new URL('../src/providers/', import.meta.url);
const list = new URL('providers.ts', folder);
const text = providersModule(idsIn(readdirSync(folder)));

if (!process.argv.includes('--check')) writeFileSync(list, text);
else if (text !== readFileSync(list, 'utf8')) {
	console.error('src/providers/providers.ts is not up to date: run `npm run generate`.');
	process.exitCode = 1;
}
