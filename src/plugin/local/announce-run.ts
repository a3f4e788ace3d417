import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cannotWrite } from './cannot-write.ts';
import { isAlive } from './process-of.ts';

const fileOf = (dataDir: string) => join(dataDir, 'run.json');

type Announced = {
	readonly url: string;
	readonly pid: number;
	/** The command of a run that keeps its store in memory. */
	readonly memory?: string;
};

/**
 * Tells the `sls webhook` commands that a run serves at this URL, and with `memory`, its command, that its store is out of their reach. The returned function
 * takes that back.
 * @throws {Mistake} where the file can't be written
 */
export function announceRun(dataDir: string, url: string, memory?: string): () => void {
	try {
		mkdirSync(dataDir, { recursive: true });
		writeFileSync(fileOf(dataDir), JSON.stringify({ url, pid: process.pid, memory }));
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

/** The command of the run on this folder, where it keeps its store in memory. */
export function findMemoryRun(dataDir: string): string | undefined {
	return alive(dataDir)?.memory;
}

function alive(dataDir: string): Announced | undefined {
	const run = read(dataDir);
	// A run that was killed has left its file behind.
	return run && isAlive(run.pid) ? run : undefined;
}

function read(dataDir: string): Announced | undefined {
	try {
		// Sound because only announceRun writes the file.
		return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as Announced;
	} catch {
		return undefined;
	}
}
