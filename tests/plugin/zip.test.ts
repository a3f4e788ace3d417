import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { zipOf } from '../../src/plugin/zip.ts';
import { readZip } from './aws/read-zip.ts';

const files = new Map([
	['index.cjs', Buffer.from('exports.handler = () => {};\n'.repeat(1000))],
	['host.json', Buffer.from('{}')],
	['deep/ü.txt', Buffer.alloc(0)],
]);

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'hookport-zip-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (bytes: Buffer) => {
	const file = join(folder, 'a.zip');
	writeFileSync(file, bytes);
	return file;
};

describe('a zip', () => {
	it('given files → holds each under its name, as it was', () => {
		const found = readZip(written(zipOf(files)));

		expect(new Map(found)).toEqual(new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))));
	});

	it('given the same files in another order → the same bytes', () => {
		const again = new Map([...files].reverse());

		expect(zipOf(again).equals(zipOf(files))).toBe(true);
	});

	const withPython = spawnSync('python3', ['--version']).status === 0 ? it : it.skip;
	withPython('is read by another program, which finds no fault in it and a mode that all may read', () => {
		const script = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    for i in z.infolist(): print(i.filename, i.create_system, oct(i.external_attr >> 16), i.file_size)`;

		const lines = execFileSync('python3', ['-c', script, written(zipOf(files))], {
			encoding: 'utf8',
			env: { ...process.env, PYTHONUTF8: '1' },
		});

		expect(lines.trim().split('\n')).toEqual(['deep/ü.txt 3 0o100644 0', 'host.json 3 0o100644 2', 'index.cjs 3 0o100644 28000']);
	});
});
