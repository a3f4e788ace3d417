import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { commands } from '../../../src/plugin/commands/commands.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
});
afterEach(() => test.close());

const none: Readonly<Record<string, never>> = {};
// Sound because only the commands that write code ask for the project.
const unused = undefined as never;

describe('the desk', () => {
	it.each(['events', 'show', 'replay', 'dead-letters'])(
		'given no store yet → sls webhook %s says in one line how there will be one',
		async (name) => {
			const running = commands[name]?.run({ ...none, id: 'evt_1' as never }, test.desk(), unused);

			await expect(running).rejects.toMatchObject({
				name: 'Mistake',
				message: `there is no store in ${test.dataDir} yet: run npm start first`,
			});
		},
	);

	it.each(['events', 'show', 'replay', 'dead-letters'])(
		'given a file that is no store → sls webhook %s says so in one line',
		async (name) => {
			writeFileSync(join(test.dataDir, 'hookport.db'), 'not a database, but long enough to look like one'.repeat(40));

			const running = commands[name]?.run({ ...none, id: 'evt_1' as never }, test.desk(), unused);

			await expect(running).rejects.toMatchObject({
				name: 'Mistake',
				message: expect.stringMatching(/^\S+hookport\.db is not a Hookport store\. .+$/),
			});
		},
	);

	it('given a run that was killed → it is not taken for one that is up', () => {
		writeFileSync(join(test.dataDir, 'run.json'), JSON.stringify({ url: 'http://localhost:3999', pid: 2 ** 30 }));

		expect(test.desk().url).toBeUndefined();
	});
});
