import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { inspectorToken, readToken } from '../../../src/plugin/inspector/inspector-token.ts';
import { temporaryFolder } from '../../clouds/local/temporary-store.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
	folder = temporaryFolder();
});
afterEach(() => folder.remove());

it('is made once, stays, and is in a file of its own that nobody else may read', () => {
	const first = inspectorToken(folder.path);

	const second = inspectorToken(folder.path);

	expect(first).toMatch(/^[\w-]{32}$/);
	expect([second, readToken(folder.path)]).toEqual([first, first]);
	expect(readdirSync(folder.path)).toEqual(['inspector-token']);
	if (process.platform !== 'win32') expect(statSync(join(folder.path, 'inspector-token')).mode & 0o777).toBe(0o600);
});

it.each(['', 'short', '<script>'])('a file that holds %j, as after a full disk → a token in its place', (text) => {
	writeFileSync(join(folder.path, 'inspector-token'), text);

	const token = inspectorToken(folder.path);

	expect(readFileSync(join(folder.path, 'inspector-token'), 'utf8')).toBe(token);
});
