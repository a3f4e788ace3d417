import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = async (script: string, ...given: readonly string[]) => {
	const flags = ['--no-warnings', '--conditions=local', join(import.meta.dirname, '..', script)];
	return await promisify(execFile)(process.execPath, [...flags, ...given]);
};
const simulation = 'tests/simulation/simulate-faults.ts';
const only = 'give no other options than these, each a whole number from 1';

describe('a script of the longer proofs', () => {
	it.each([
		[simulation, ['--seed', '3'], `--seed 3: ${only}: --seeds <number> --from <number>`],
		[simulation, ['--seeds', 'x'], `--seeds x: ${only}: --seeds <number> --from <number>`],
		[simulation, ['--from', '-1'], `--from -1: ${only}: --seeds <number> --from <number>`],
		[simulation, ['--seeds', '0'], `--seeds 0: ${only}: --seeds <number> --from <number>`],
		['scripts/fuzz.ts', ['--seed'], `--seed: ${only}: --inputs <number> --seed <number> --first <number> --all <number>`],
		['scripts/fuzz.ts', ['300'], `300: ${only}: --inputs <number> --seed <number> --first <number> --all <number>`],
		['tests/mutants/run-mutants.ts', ['leese'], 'leese: no defence in tests/mutants has that in its name'],
	])('%s given %j ends with one line and code 1', async (script, given, line) => {
		const ended = run(script, ...given);

		await expect(ended).rejects.toMatchObject({ code: 1, stdout: '', stderr: `${line}\n` });
	});

	it('takes the numbers that it is given', async () => {
		const { stdout } = await run(simulation, '--seeds', '2', '--from', '7');

		expect(stdout).toMatch(/^2 seeds, \d+ calls/);
	});
});
