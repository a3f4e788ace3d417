import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cloudCondition } from '../../src/plugin/cloud-condition.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'hookport-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const give = (clouds: unknown) => writeFileSync(join(folder, 'package.json'), JSON.stringify({ imports: { '#cloud': clouds } }));
const both = { aws: './aws.ts', local: './local.ts' };

describe('the cloud of a build', () => {
	it.each([
		[['offline'], 'local'],
		[['offline', 'start'], 'local'],
		[['package'], 'aws'],
		[['deploy'], 'aws'],
		[['deploy', 'function'], 'aws'],
		[['invoke', 'local'], 'aws'],
		[['invoke'], undefined],
		[['webhook', 'events'], undefined],
		[['print'], undefined],
		[[], undefined],
	])('given sls %o → %s', (commands, condition) => {
		give(both);

		expect(cloudCondition(commands, 'aws', folder)).toBe(condition);
	});

	it.each([
		['only the laptop', { local: './local.ts' }, 'aws', 'Run it on this machine with `npm start`'],
		['other clouds', both, 'azure', 'It may be aws'],
		['what every object has', both, 'constructor', 'It may be aws'],
		['nothing', undefined, 'aws', 'Run it on this machine with `npm start`'],
	])('given code for %s → one line instead of a bundle with the wrong cloud', (_given, clouds, provider, remedy) => {
		give(clouds);

		expect(() => cloudCondition(['package'], provider, folder)).toThrow(
			expect.objectContaining({
				name: 'Mistake',
				message: `sls package: there is no code for the cloud "${provider}" yet (imports.#cloud in package.json). ${remedy}`,
			}),
		);
	});
});
