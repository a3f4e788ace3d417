import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './process-of.ts';

const fileOf = (dataDir: string) => join(dataDir, 'run.json');

/** Tells the `sls webhook` commands that a run serves at this URL. The returned function takes that back. */
export function announceRun(dataDir: string, url: string): () => void {
	mkdirSync(dataDir, { recursive: true });
	writeFileSync(fileOf(dataDir), JSON.stringify({ url, pid: process.pid }));
	return () => {
		// Another run on the same folder may have announced itself since.
		if (read(dataDir)?.pid === process.pid) rmSync(fileOf(dataDir), { force: true });
	};
}

/** The URL of the run on this folder; undefined when none is up. */
export function findRun(dataDir: string): string | undefined {
	const run = read(dataDir);
	// A run that was killed has left its file behind.
	return run && isAlive(run.pid) ? run.url : undefined;
}

function read(dataDir: string): { readonly url: string; readonly pid: number } | undefined {
	try {
		// Sound because only announceRun writes the file.
		return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as { url: string; pid: number };
	} catch {
		return undefined;
	}
}
