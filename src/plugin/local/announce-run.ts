import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readToken } from '../inspector/inspector-token.ts';
import { cannotWrite } from './cannot-write.ts';
import { isAlive } from './process-of.ts';

const fileOf = (dataDir: string) => join(dataDir, 'run.json');

type Run = { readonly url: string; readonly inspector?: string };

/**
 * Tells the `sls webhook` commands that a run serves at this URL, and where its inspector is. The returned function takes that back.
 * @throws {Mistake} where the file can't be written
 */
export function announceRun(dataDir: string, url: string, inspector?: string): () => void {
	try {
		mkdirSync(dataDir, { recursive: true });
		writeFileSync(fileOf(dataDir), JSON.stringify({ url, inspector, pid: process.pid }));
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
	return alive(dataDir)?.url;
}

/** The inspector of the run on this folder, and what opens it; undefined when none is up. */
export function findInspector(dataDir: string): { readonly url: string; readonly token: string } | undefined {
	const url = alive(dataDir)?.inspector;
	const token = readToken(dataDir);
	return url === undefined || token === undefined ? undefined : { url, token };
}

/** A run that was killed has left its file behind. */
function alive(dataDir: string): Run | undefined {
	const run = read(dataDir);
	return run && isAlive(run.pid) ? run : undefined;
}

function read(dataDir: string): (Run & { readonly pid: number }) | undefined {
	try {
		// Sound because only announceRun writes the file.
		return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as Run & { readonly pid: number };
	} catch {
		return undefined;
	}
}
