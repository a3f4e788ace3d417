import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, resolve, sep } from 'node:path';
import { type Node, type Program, parse } from 'acorn';

const src = resolve(import.meta.dirname, '../src');

export type SourceFile = { readonly file: string; readonly text: string; readonly tree: Program };

/** Every file of src with its syntax tree; types are blanks in it, so that places stay what they are. */
export function readSources(): readonly SourceFile[] {
	const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
	return files.sort().map((file) => {
		const text = stripTypeScriptTypes(readFileSync(join(src, file), 'utf8'));
		return { file: file.split(sep).join('/'), text, tree: parse(text, { ecmaVersion: 'latest', sourceType: 'module' }) };
	});
}

export function textOf({ text }: SourceFile, { start, end }: Node): string {
	return text.slice(start, end).replace(/\s+/g, ' ');
}
