import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const page = read('docs/security.md');
const [, faults = ''] = read('tests/README.md').split(/^## The faults$|^## The fuzz$/m);

/** The rows of the tables whose last column is what proves them. */
const rows = `${page}\n${faults}`.split('\n').filter((line) => /^\| (?!threat \||when \||\| fault|---)/.test(line));
const named = rows.map((row) => [row.split(' | ')[0]?.slice(2) ?? '', row.split(' | ').at(-1) ?? ''] as const);

type Proof = { readonly file: string; readonly sentences: readonly string[] };

/** `` `tests/a.test.ts` "sentence", "sentence"; `tests/b.test.ts` `` */
function proofsOf(cell: string): readonly Proof[] {
	return [...cell.matchAll(/`(tests\/[\w./-]+\.ts)`((?:,? "(?:[^"\\]|\\.)+")*)/g)].map(([, file = '', list = '']) => ({
		file,
		sentences: [...list.matchAll(/"((?:[^"\\]|\\.)+)"/g)].map(([, sentence = '']) => sentence.replaceAll('\\"', '"')),
	}));
}

describe('the page on security, and the faults in tests/README.md', () => {
	it('has rows', () => {
		expect(named.length).toBeGreaterThan(75);
	});

	it.each(named)('%s → is proved by tests that there are', (_, cell) => {
		const proofs = proofsOf(cell);

		expect(proofs.length).toBeGreaterThan(0);
		// What is left of the cell besides them is nothing, so that no proof is overlooked.
		expect(cell.replace(/`tests\/[^`]+`((,)? "(?:[^"\\]|\\.)+")*(; )?/g, '').replace(/ \|$/, '')).toBe('');
		for (const { file, sentences } of proofs) {
			expect([file, existsSync(join(root, file))]).toEqual([file, true]);
			expect(sentences.filter((sentence) => !read(file).includes(sentence))).toEqual([]);
		}
	});

	it('tells of nothing that happened elsewhere without when and where that is written', () => {
		const [, table = ''] = page.split('\n## What happened to others\n');
		const happened = table.split('\n').filter((line) => /^\| (?!when \||---)/.test(line));

		expect(happened.length).toBeGreaterThan(10);
		expect(happened.filter((row) => !/^\| [^|]*20\d\d[^|]* \| [^|]*\]\(https:\/\/[^|]+ \|/.test(row))).toEqual([]);
	});
});

it('the file that GitHub shows leads to the page', () => {
	expect(read('SECURITY.md')).toContain('](docs/security.md)');
});
