import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cannotWrite } from './cannot-write.ts';
import { isAlive } from './process-of.ts';

const fileOf = (dataDir: string) => join(dataDir, 'run.json');

/**
 * Tells the `sls webhook` commands that a run serves at this URL. The returned function takes that back.
 * @throws {Mistake} where the file can't be written
 */
export function announceRun(dataDir: string, url: string): () => void {
	try {
		mkdirSync(dataDir, { recursive: true });
		writeFileSync(fileOf(dataDir), JSON.stringify({ url, pid: process.pid }));
	} catch (error) {
		throw cannotWrite(fileOf(dataDir), error);
	}
	return () => {
		// Another run on the same folder may have announced itself since.
		if (read(dataDir)?.pid !== process.pid) return;
		try {
			rmSync(fileOf(dataDir), { force: true });
		} catch {
			// The folder can't be written any more. Whoever reads the file sees that the run is gone.
		}
	};
}

/** The URL of the run on this folder; undefined when none is up. */
export function findRun(dataDir: string): string | undefined {
	const run = read(dataDir);
	// A run that was killed has left its file behind.
	return run && isAlive(run.pid) ? run.url : undefined;
}

/** When it announced itself, in milliseconds since the epoch. */
export function runningSince(dataDir: string): number | undefined {
	return findRun(dataDir) === undefined ? undefined : statSync(fileOf(dataDir), { throwIfNoEntry: false })?.mtimeMs;
}

function read(dataDir: string): { readonly url: string; readonly pid: number } | undefined {
	try {
		// Sound because only announceRun writes the file.
		return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as { url: string; pid: number };
	} catch {
		return undefined;
	}
}
