import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cannotWrite } from '../local/cannot-write.ts';

export type InspectorToken = {
	readonly token: string;
	/** It is in use still. */
	readonly touch: () => void;
};

const fileOf = (dataDir: string) => join(dataDir, 'inspector-token');

/** A page that is open goes on where a run is started again by then. Later another program may have the port, and a page asks whoever has it. */
const outlivesMillis = 60_000;

/**
 * The token of the inspector of this folder, which the user alone can read; another one a minute after its run has ended.
 * @throws {Mistake} where the file can't be written
 */
export function inspectorToken(dataDir: string, now: () => number = Date.now): InspectorToken {
	const kept = isFresh(dataDir, now()) ? readToken(dataDir) : undefined;
	return { token: kept ?? makeToken(dataDir), touch: () => touch(dataDir, now()) };
}

/** Undefined where no run has made one. */
export function readToken(dataDir: string): string | undefined {
	try {
		const token = readFileSync(fileOf(dataDir), 'utf8').trim();
		return /^[\w-]{32,}$/.test(token) ? token : undefined;
	} catch {
		return undefined;
	}
}

function isFresh(dataDir: string, now: number): boolean {
	const changed = statSync(fileOf(dataDir), { throwIfNoEntry: false })?.mtimeMs;
	return changed !== undefined && now - changed < outlivesMillis;
}

/** Whole or not at all. */
function makeToken(dataDir: string): string {
	const token = randomBytes(24).toString('base64url');
	const draft = `${fileOf(dataDir)}.${process.pid}`;
	try {
		mkdirSync(dataDir, { recursive: true, mode: 0o700 });
		writeFileSync(draft, token, { mode: 0o600 });
		renameSync(draft, fileOf(dataDir));
		return token;
	} catch (error) {
		throw cannotWrite(fileOf(dataDir), error);
	} finally {
		rmSync(draft, { force: true });
	}
}

function touch(dataDir: string, now: number): void {
	try {
		utimesSync(fileOf(dataDir), now / 1000, now / 1000);
	} catch {
		// The folder is gone or can't be written any more, and the token ends the sooner.
	}
}
