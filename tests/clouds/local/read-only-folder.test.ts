import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { temporaryFolder } from './temporary-store.ts';

/** Root may write everywhere, so somebody else has to try. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const openDatabase = join(import.meta.dirname, '../../../src/clouds/local/open-database.ts');
const script = `
	const { openDatabase } = await import(process.argv[1]);
	try {
		const db = openDatabase(process.argv[2]);
		if (process.argv[3] === 'killed') process.kill(process.pid, 'SIGKILL');
		db.close();
		console.log('opened');
	} catch (error) {
		console.log(error.message);
	}`;
const run = (...args: readonly string[]) =>
	spawnSync(process.execPath, ['--input-type=module', '--no-warnings', '-e', script, openDatabase, ...args], {
		encoding: 'utf8',
		...nobody,
	});

let parent: ReturnType<typeof temporaryFolder>;
let folder: string;
const file = () => join(folder, 'hookport.db');
beforeEach(() => {
	parent = temporaryFolder();
	folder = join(parent.path, 'data');
	mkdirSync(folder);
	if (nobody.uid !== undefined) for (const path of [parent.path, folder]) chownSync(path, nobody.uid, nobody.gid);
});
afterEach(() => parent.remove());

/** Given no folder, it says so, if it can be run at all. */
const refused = process.platform === 'win32' || !run().stdout;
if (refused)
	console.warn('skipped: there is nobody here who may read the project and not write a folder (Windows, or a project only for root).');

(refused ? it.skip : it).each([
	['a folder that is empty', () => chmodSync(folder, 0o500)],
	['a folder with a store', () => [run(folder), chmodSync(folder, 0o500)]],
	['a folder with the store of a process that was killed', () => [run(folder, 'killed'), chmodSync(folder, 0o500)]],
	['the file of a store', () => [run(folder), chmodSync(file(), 0o400)]],
	['the file of a store of a process that was killed', () => [run(folder, 'killed'), chmodSync(file(), 0o400)]],
])('%s that can not be written is refused with a line that says what to do, and opened once it can be', (_, prepare) => {
	prepare();

	const { stdout } = run(folder);
	chmodSync(folder, 0o700);
	if (existsSync(file())) chmodSync(file(), 0o600);
	const again = run(folder);

	expect(stdout).toMatch(/^The store .+hookport\.db can not be opened \(EACCES: permission denied.+\)\. Make the folder writable, .+\n$/);
	expect(again.stdout).toBe('opened\n');
});
