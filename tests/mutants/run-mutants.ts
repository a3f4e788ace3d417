// `npm run test:mutants [-- part of a name]`: takes one defence after the other away, in a copy of the project, and says which no test misses. All of them together
// are the score in tests/README.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';

const project = join(import.meta.dirname, '..', '..');
const copied = [
	'src',
	'tests',
	'scripts',
	'docs',
	'bench',
	'package.json',
	'package-lock.json',
	'serverless.yml',
	'jest.config.mjs',
	'tsconfig.json',
	'README.md',
	'CHANGELOG.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
];
const atOnce = 2;
/** A test that doesn't end has noticed something too. */
const longestMillis = 600_000;

type Verdict = { readonly mutant: Mutant; readonly caughtBy: string | undefined };

const word = process.argv[2] ?? '';
const wanted = mutants.filter(({ without }) => without.includes(word));
if (wanted.length === 0) {
	console.error(`${word}: no defence in tests/mutants has that in its name`);
	process.exit(1);
}
const left = [...wanted];
const verdicts: Verdict[] = [];
await Promise.all(Array.from({ length: atOnce }, work));
const survivors = verdicts.filter(({ caughtBy }) => caughtBy === undefined);
const score = [
	`${verdicts.length - survivors.length} of ${verdicts.length} mutants were caught`,
	...survivors.map(({ mutant }) => `no test misses ${mutant.without} (${mutant.file})`),
];
console.log(score.join('\n'));
if (wanted.length === mutants.length) await writeScore(`${score.join('; ')}, on ${new Date().toISOString().slice(0, 10)}.`);
process.exitCode = survivors.length === 0 ? 0 : 1;

async function writeScore(text: string): Promise<void> {
	const page = join(project, 'tests', 'README.md');
	const before = await readFile(page, 'utf8');
	await writeFile(
		page,
		before.replace(/(<!-- mutants -->\n).*(\n<!-- \/mutants -->)/s, (_, start, end) => start + text + end),
	);
}

async function work(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'hookport-mutant-'));
	try {
		// The judges have packages of their own, and no mutant is caught by them.
		const filter = (path: string) => basename(path) !== 'node_modules';
		for (const name of copied) await cp(join(project, name), join(folder, name), { recursive: true, filter });
		await symlink(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
		for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
			const verdict = await tryMutant(mutant, folder);
			verdicts.push(verdict);
			console.log(
				`${verdict.caughtBy === undefined ? 'SURVIVED' : 'caught'}: without ${mutant.without}${verdict.caughtBy ? `, by ${verdict.caughtBy}` : ''}`,
			);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function tryMutant(mutant: Mutant, folder: string): Promise<Verdict> {
	const path = join(folder, mutant.file);
	const text = await readFile(path, 'utf8');
	await writeFile(
		path,
		text.replace(mutant.find, () => mutant.replace),
	);
	try {
		for (const tests of mutant.by) if (!(await passes(tests, folder))) return { mutant, caughtBy: tests };
		return { mutant, caughtBy: undefined };
	} finally {
		await writeFile(path, text);
	}
}

async function passes(tests: string, folder: string): Promise<boolean> {
	const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--bail', '--silent', '--runInBand', tests];
	const child = spawn(process.execPath, jest, { cwd: folder, stdio: 'ignore', timeout: longestMillis, killSignal: 'SIGKILL' });
	const [code] = await once(child, 'close');
	return code === 0;
}
