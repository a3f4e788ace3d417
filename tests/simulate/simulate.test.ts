import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cloudNames } from '../../bench/simulate/read/read-deployment.ts';
import { BadOption, readOptions } from '../../bench/simulate/read-options.ts';

const root = resolve(import.meta.dirname, '../..');

describe('options', () => {
	it('are read', () => {
		expect(readOptions(['--cloud', 'aws', '--rate', '50', '--seed', '9', '--service-time', '250', '--down', '30', '--json'])).toEqual({
			...{ clouds: ['aws'], rates: [50], seed: 9, serviceSeconds: 0.25, down: 1_800, json: true, write: false, check: false },
		});
		expect(readOptions([])).toMatchObject({ clouds: cloudNames, rates: [1, 10, 100, 1_000, 10_000], seed: 1, down: 3_600 });
	});

	it.each([
		[['--cloud', 'ibm'], '--cloud: "ibm" is none of aws, google, azure, local'],
		[['--rate', 'fast'], '--rate: "fast" must be events a second, a number from 0.01 to 100000'],
		[['--rate', '0'], '--rate: "0" must be'],
		[['--service-time', '0'], '--service-time: "0" must be milliseconds'],
		[['--down', '2000'], '--down: "2000" must be minutes, a number from 1 to 1440'],
		[['--seed', '1.5'], '--seed: "1.5" must be a whole number'],
		[['--write', '--rate', '3'], '--rate: with --write'],
		[['--speed', '3'], "Unknown option '--speed'. There are: --cloud,"],
		[['--rate', '-1'], "Option '--rate' argument is ambiguous. There are:"],
		[['10'], "Unexpected argument '10'"],
	])('%j → one line that says what is wrong', (args, line) => {
		const failure = (() => {
			try {
				readOptions(args);
			} catch (error) {
				return error;
			}
			return undefined;
		})();

		expect(failure).toBeInstanceOf(BadOption);
		expect((failure as Error).message).toContain(line);
		expect((failure as Error).message).not.toContain('\n');
	});

	it('that are wrong → exit code 2, and nothing but the line', () => {
		const { status, stdout, stderr } = spawnSync(
			process.execPath,
			['--no-warnings', '--conditions=local', 'bench/simulate/simulate.ts', '--cloud', 'ibm'],
			{ cwd: root, encoding: 'utf8' },
		);

		expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: '--cloud: "ibm" is none of aws, google, azure, local\n' });
	});
});
