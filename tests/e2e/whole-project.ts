import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { copyService, type Service } from './copy-service.ts';
import { patience, runCommand, sls } from './start-run.ts';

const project = join(import.meta.dirname, '..', '..');

type Ran = ReturnType<typeof runCommand>;

/** A copy of the whole project, and what a developer runs in it. */
export type WholeProject = Service & {
	readonly sls: (...args: readonly string[]) => Ran;
	readonly types: () => Ran;
	readonly lint: (...files: readonly string[]) => Ran;
	readonly test: (...args: readonly string[]) => Ran;
};

/** Without the judges: they are large. */
export async function wholeProject(): Promise<WholeProject> {
	const service = await copyService();
	for (const name of ['tests', 'scripts', 'bench', 'tsconfig.json', 'biome.json', 'jest.config.mjs'])
		cpSync(join(project, name), join(service.folder, name), { recursive: true, filter: (path) => !path.endsWith('node_modules') });
	// The suites run on every provider that there is.
	const node = (...args: readonly string[]) => runCommand(service, { command: process.execPath, args, bound: 10 * patience });
	return {
		...service,
		sls: (...args) => runCommand(service, sls(...args)),
		types: () => node('node_modules/typescript/bin/tsc'),
		lint: (...files) => node('node_modules/@biomejs/biome/bin/biome', 'check', '--colors=off', ...files),
		test: (...args) => node('--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...args),
	};
}
