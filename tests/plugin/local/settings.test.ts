import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dataDirOf, loadEnv, readPort } from '../../../src/plugin/local/settings.ts';

let folder: string;
const before = process.env.WEBHOOK_DATA_DIR;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'hookport-'));
	delete process.env.WEBHOOK_DATA_DIR;
});
afterEach(() => {
	rmSync(folder, { recursive: true });
	if (before === undefined) delete process.env.WEBHOOK_DATA_DIR;
	else process.env.WEBHOOK_DATA_DIR = before;
	for (const name of ['HOOKPORT_TEST_FILE', 'HOOKPORT_TEST_SHELL']) delete process.env[name];
});

describe('the folder of the local run', () => {
	it.each([
		[undefined, ['.webhook']],
		['', ['.webhook']],
		['elsewhere', ['elsewhere']],
		[join('..', 'beside'), ['..', 'beside']],
	])('given WEBHOOK_DATA_DIR=%s → %o below the project', (value, below) => {
		if (value !== undefined) process.env.WEBHOOK_DATA_DIR = value;

		expect(dataDirOf(folder)).toBe(join(folder, ...below));
	});

	it('given a whole path → that path', () => {
		process.env.WEBHOOK_DATA_DIR = folder;

		expect(dataDirOf(join(folder, 'project'))).toBe(folder);
	});
});

describe('.env', () => {
	it('given one → it is loaded, and what the shell has set already stays', () => {
		writeFileSync(join(folder, '.env'), '# secrets\nHOOKPORT_TEST_FILE="from the file"\nHOOKPORT_TEST_SHELL=file\n');
		process.env.HOOKPORT_TEST_SHELL = 'shell';

		loadEnv(folder);

		expect(process.env).toMatchObject({ HOOKPORT_TEST_FILE: 'from the file', HOOKPORT_TEST_SHELL: 'shell' });
	});

	it.each([
		['a byte order mark', Buffer.from('\ufeffHOOKPORT_TEST_FILE=é\r\n')],
		['UTF-16', Buffer.from('\ufeffHOOKPORT_TEST_FILE=é\r\n', 'utf16le')],
	])('given one that Windows wrote with %s → it is read all the same', (_given, bytes) => {
		writeFileSync(join(folder, '.env'), bytes);

		loadEnv(folder);

		expect(process.env.HOOKPORT_TEST_FILE).toBe('é');
	});

	it('given none → nothing happens', () => {
		expect(() => loadEnv(folder)).not.toThrow();
	});
});

describe('a port', () => {
	it.each([
		[undefined, undefined],
		['1', 1],
		['65535', 65_535],
		[4000, 4000],
	])('given %s → %s', (value, port) => {
		expect(readPort({ httpPort: value }, 'httpPort')).toBe(port);
	});

	it.each(['0', '65536', 'abc', '', '-1', '80.5', '0x50', true])('given %s → one line', (value) => {
		const message = `--httpPort: it must be a port from 1 to 65535, not "${value}"`;

		expect(() => readPort({ httpPort: value }, 'httpPort')).toThrow(expect.objectContaining({ name: 'Mistake', message }));
	});
});
