import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { announceRun, findMemoryRun, findRun } from '../../../src/plugin/local/announce-run.ts';

let dataDir: string;
beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'hookport-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const file = () => join(dataDir, 'run.json');

describe('the local run that commands find', () => {
	it('given one that has announced itself → its URL, until it ends', () => {
		const forget = announceRun(join(dataDir, '.'), { url: 'http://localhost:4000' });
		expect(findRun(dataDir)).toBe('http://localhost:4000');

		forget();

		expect(findRun(dataDir)).toBeUndefined();
		expect(existsSync(file())).toBe(false);
	});

	it('given that another process has announced itself since → its announcement stays', () => {
		const forget = announceRun(dataDir, { url: 'http://localhost:4000' });
		writeFileSync(file(), JSON.stringify({ url: 'http://localhost:4001', pid: process.ppid }));

		forget();

		expect(findRun(dataDir)).toBe('http://localhost:4001');
	});

	it('given one that keeps its store in memory → its command, too, until it ends', () => {
		const forget = announceRun(dataDir, { url: 'http://localhost:4000', memory: 'npm run start:google' });
		const found = [findRun(dataDir), findMemoryRun(dataDir)];

		forget();

		expect(found).toEqual(['http://localhost:4000', 'npm run start:google']);
		expect(findMemoryRun(dataDir)).toBeUndefined();
	});

	it.each(['', '{', 'null', '{"url":"http://localhost:1","pid":1073741824}'])('given a file of no use (%j) → none', (text) => {
		writeFileSync(file(), text);

		expect(findRun(dataDir)).toBeUndefined();
	});
});
