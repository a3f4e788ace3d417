import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { commands } from '../../../src/plugin/commands/commands.ts';
import { announceRun } from '../../../src/plugin/local/announce-run.ts';
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

	it.each(['events', 'show', 'replay', 'dead-letters', 'smoke', 'forget'])(
		'given a run that keeps its store in memory → sls webhook %s says so in one line, and looks at no other store',
		async (name) => {
			await test.withStore(async () => undefined);
			const forget = announceRun(test.dataDir, { url: 'http://localhost:1', memory: 'npm run start:google' });

			const running = commands[name]?.run({ ...none, id: 'evt_1' as never }, test.desk(), unused);

			await expect(running).rejects.toMatchObject({
				name: 'Mistake',
				message: 'npm run start:google keeps its store in memory, where no other command can look: use npm start instead, or --stage',
			});
			forget();
		},
	);

	it.each(['send', 'smoke'])(
		'given a provider of the catalogue that serverless.yml does not name → sls webhook %s says how',
		async (name) => {
			const running = commands[name]?.run({ ...none, source: 'asana' as never }, test.desk(), unused);

			await expect(running).rejects.toMatchObject({
				name: 'Mistake',
				message:
					'--source: serverless.yml has no source "asana" yet, the catalogue has its provider: npx sls webhook new function --source asana --type <type>',
			});
		},
	);

	it('given a run that was killed → it is not taken for one that is up', () => {
		writeFileSync(join(test.dataDir, 'run.json'), JSON.stringify({ url: 'http://localhost:3999', pid: 2 ** 30 }));

		expect(test.desk().url).toBeUndefined();
	});
});
