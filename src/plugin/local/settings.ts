import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Mistake } from '../mistake.ts';
import type { Options } from '../serverless.ts';

/** Where the local run keeps its store and made-up secrets: `WEBHOOK_DATA_DIR`, else `.webhook` beside serverless.yml. */
export function dataDirOf(serviceDir: string): string {
	return resolve(serviceDir, process.env.WEBHOOK_DATA_DIR || '.webhook');
}

/** Loads `.env`; what the shell has set already stays. */
export function loadEnv(serviceDir: string): void {
	const file = join(serviceDir, '.env');
	if (existsSync(file)) process.loadEnvFile(file);
}

/** A port of the command line. */
export function readPort(options: Options, name: string): number | undefined {
	const value = options[name];
	if (value === undefined) return undefined;
	const port = /^\d+$/.test(String(value)) ? Number(value) : 0;
	if (port < 1 || port > 65_535) throw new Mistake(`--${name}: it must be a port from 1 to 65535, not "${String(value)}"`);
	return port;
}
