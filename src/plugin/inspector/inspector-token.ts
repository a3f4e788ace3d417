import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cannotWrite } from '../local/cannot-write.ts';

const fileOf = (dataDir: string) => join(dataDir, 'inspector-token');

/**
 * The token of the inspector of this folder, which the user alone can read. It stays, so that a page which is open goes on when the run has been started again.
 * @throws {Mistake} where the file can't be written
 */
export function inspectorToken(dataDir: string): string {
	const kept = readToken(dataDir);
	if (kept !== undefined) return kept;
	const draft = `${fileOf(dataDir)}.${process.pid}`;
	try {
		mkdirSync(dataDir, { recursive: true, mode: 0o700 });
		writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600 });
		put(draft, dataDir);
	} catch (error) {
		throw cannotWrite(fileOf(dataDir), error);
	} finally {
		rmSync(draft, { force: true });
	}
	return inspectorToken(dataDir);
}

/** Whole or not at all. Where another run has put one there meanwhile, that one stays; what is no token does not. Not every disk has links. */
function put(draft: string, dataDir: string): void {
	try {
		linkSync(draft, fileOf(dataDir));
	} catch {
		if (readToken(dataDir) === undefined) renameSync(draft, fileOf(dataDir));
	}
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
