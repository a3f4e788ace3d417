import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { mutants } from './mutants.ts';

const project = join(import.meta.dirname, '..', '..');

/** Whether each is caught takes minutes: `npm run test:mutants`. */
describe('the list of mutants', () => {
	it('has a score in tests/README.md that counts every one, and all were caught', () => {
		const page = readFileSync(join(project, 'tests', 'README.md'), 'utf8');

		expect(page).toMatch(`${mutants.length} of ${mutants.length} mutants were caught`);
	});

	it.each(mutants)('without $without: there is such a defence, once', ({ file, find, replace }) => {
		const text = readFileSync(join(project, file), 'utf8');

		expect(text.split(find)).toHaveLength(2);
		expect(text.replace(find, () => replace)).not.toBe(text);
	});

	it('names tests that there are, and no defence twice', () => {
		const tests = [...new Set(mutants.flatMap(({ by }) => by))];

		// A part of a file's name is a pattern of jest's too.
		expect(tests.filter((path) => !existsSync(join(project, path)) && !existsSync(join(project, `${path}.test.ts`)))).toEqual([]);
		expect(new Set(mutants.map(({ without }) => without)).size).toBe(mutants.length);
		expect(mutants.length).toBeGreaterThanOrEqual(40);
	});
});
