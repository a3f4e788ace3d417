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

const tokenAt = (time: number) => inspectorToken(folder.path, () => time).token;
const start = Date.now();

it('is in a file of its own that nobody else may read, and stays while runs are started again', () => {
	const first = tokenAt(start);

	const second = tokenAt(start + 50_000);

	expect(first).toMatch(/^[\w-]{32}$/);
	expect([second, readToken(folder.path)]).toEqual([first, first]);
	expect(readdirSync(folder.path)).toEqual(['inspector-token']);
	if (process.platform !== 'win32') expect(statSync(join(folder.path, 'inspector-token')).mode & 0o777).toBe(0o600);
});

it('is another one a minute after its run has ended, since then another program may have the port', () => {
	const first = tokenAt(start);

	const later = tokenAt(start + 70_000);

	expect(later).not.toBe(first);
	expect(readToken(folder.path)).toBe(later);
});

it('that was in use until a moment ago stays, however old it is', () => {
	const hour = start + 3_600_000;
	const { token, touch } = inspectorToken(folder.path, () => hour);
	touch();

	const next = tokenAt(hour + 30_000);

	expect(next).toBe(token);
});

it.each(['', 'short', '<script>'])('a file that holds %j, as after a full disk → a token in its place', (text) => {
	writeFileSync(join(folder.path, 'inspector-token'), text);

	const token = tokenAt(start);

	expect(readFileSync(join(folder.path, 'inspector-token'), 'utf8')).toBe(token);
});
