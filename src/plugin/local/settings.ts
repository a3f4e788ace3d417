import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { Mistake } from '../mistake.ts';

/** Where the local run keeps its store and made-up secrets: `WEBHOOK_DATA_DIR`, else `.webhook` beside serverless.yml. */
export function dataDirOf(serviceDir: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
	return resolve(serviceDir, env.WEBHOOK_DATA_DIR || '.webhook');
}

/** Loads `.env`; what the shell has set already stays. */
export function loadEnv(serviceDir: string): void {
	for (const [name, value] of Object.entries(readEnv(serviceDir))) process.env[name] ??= value;
}

/** What `.env` says; nothing where there is none. */
export function readEnv(serviceDir: string): NodeJS.Dict<string> {
	const file = join(serviceDir, '.env');
	return existsSync(file) ? parseEnv(decode(readFileSync(file))) : {};
}

/** Windows' own editor writes a byte order mark, and its PowerShell 5 UTF-16 where `>` makes the file. */
function decode(bytes: Buffer): string {
	const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
	return bytes.toString(utf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
}

/** What `WEBHOOK_INSPECTOR_PORT` says: a port; undefined for `off`. Where it says nothing it is the same each time, so that a page which is open is found again. */
export function readInspectorPort(text = ''): number | undefined {
	if (text.trim() === 'off') return undefined;
	const port = text.trim() === '' ? 3400 : /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
	if (port <= 65_535) return port;
	throw new Mistake(`WEBHOOK_INSPECTOR_PORT: it must be a port from 0 to 65535, or off, not "${text}"`);
}

/** A port of the command line, or of `custom.serverless-offline`. */
export function readPort(options: Readonly<Record<string, unknown>>, name: string): number | undefined {
	const value = options[name];
	if (value === undefined) return undefined;
	const port = /^\d+$/.test(String(value)) ? Number(value) : 0;
	if (port < 1 || port > 65_535) throw new Mistake(`--${name}: it must be a port from 1 to 65535, not "${String(value)}"`);
	return port;
}
