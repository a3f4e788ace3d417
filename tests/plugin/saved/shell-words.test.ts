import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shellWords } from '../../../src/plugin/saved/shell-words.ts';

const bash = (command: string): readonly string[] => {
	const { stdout } = spawnSync('bash', ['-c', `set -f; printf '%s\\0' ${command}`], { encoding: 'latin1' });
	return stdout.split('\0').slice(0, -1);
};
const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;

describe('the words of a command', () => {
	it.each([
		[`a 'b c' "d e"`, ['a', 'b c', 'd e']],
		[`a\\ b c\\'d`, ['a b', "c'd"]],
		['a \\\n  b \\\r\n c', ['a', 'b', 'c']],
		[`'it'\\''s' ""`, ["it's", '']],
		[`"a\\"b\\\\c\\n"`, ['a"b\\c\\n']],
		[`$'a\\n\\t\\x41\\u00e9\\'\\101'`, ["a\n\tA\xc3\xa9'A"]],
		['a | b', ['a']],
		['a; b', ['a']],
		['a > b', ['a']],
		['', []],
	])('of %j are %j', (command, words) => {
		expect(shellWords(command)).toEqual(words);
	});

	it.each([
		[`a 'b`, "a ' without its end"],
		['a "b', 'a " without its end'],
		[`a $'b`, "a $' without its end"],
	])('of %j are a mistake', (command, line) => {
		expect(() => shellWords(command)).toThrow(line);
	});

	const piece = fc.oneof(
		fc.string({ unit: fc.constantFrom('a', '\\', '"', '{', ' ', '\n', ':', '/') }).map((text) => `'${text}'`),
		fc.string({ unit: fc.constantFrom('a', '\\\\', '\\"', "'", ' ', '\n', '\\a') }).map((text) => `"${text}"`),
		fc
			.string({ unit: fc.constantFrom('a', '\\n', "\\'", '\\\\', '\\x41', '\\u00e9', '"', ' ', '\\101', '\\q') })
			.map((text) => `$'${text}'`),
		fc.constantFrom('a', '\\ ', ' ', ' \\\n ', '-H', "\\'"),
	);
	(hasBash ? it : it.skip)('are those of bash, whatever is quoted', () => {
		fc.assert(
			fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), (pieces) => {
				const command = `x${pieces.join('')}`;
				expect(shellWords(command)).toEqual(bash(command));
			}),
			{ numRuns: 60 },
		);
	});
});
