import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../error-code.ts';
import { cannotWrite } from '../local/cannot-write.ts';

const fileOf = (dataDir: string) => join(dataDir, 'inspector-token');

/**
 * The token of the inspector of this folder, which the user alone can read. It stays, so that a page which is open goes on when the run has been started again.
 * @throws {Mistake} where the file can't be written
 */
export function inspectorToken(dataDir: string): string {
	const kept = readToken(dataDir);
	if (kept !== undefined) return kept;
	const token = randomBytes(24).toString('base64url');
	try {
		mkdirSync(dataDir, { recursive: true, mode: 0o700 });
		writeFileSync(fileOf(dataDir), token, { mode: 0o600, flag: 'wx' });
		return token;
	} catch (error) {
		// Another run has made one meanwhile.
		const made = errorCode(error) === 'EEXIST' ? readToken(dataDir) : undefined;
		if (made !== undefined) return made;
		throw cannotWrite(fileOf(dataDir), error);
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
