import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Door } from './listening.ts';

/** The door of the run on this folder; undefined when none is up. */
export function findDoor(dataDir: string): Door | undefined {
	try {
		// Sound because only announceRun writes the file.
		const { inspector } = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as { readonly inspector?: Door };
		return inspector;
	} catch {
		return undefined;
	}
}
