import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from './open-database.ts';

/** `{ [name]: { verifying, signing } }`, and `accepted: true` where a sender brought it: then it is set, and not made up. */
export type SecretsFile = Readonly<Record<string, unknown>>;

export function secretsFile(dataDir: string): string {
	return join(dataDir, 'secrets.json');
}

/**
 * What `<dataDir>/secrets.json` holds; nothing where there is none.
 * @throws {Error} with one line where it holds something else
 */
export function readSecretsFile(dataDir: string): SecretsFile {
	const file = secretsFile(dataDir);
	if (!existsSync(file)) return {};
	const text = readFileSync(file, 'utf8');
	try {
		const kept: unknown = JSON.parse(text);
		if (typeof kept === 'object' && kept !== null && !Array.isArray(kept)) return { ...kept };
	} catch {
		// The parser's own message quotes the text, and the text is secrets.
	}
	throw new Error(`${file} holds no JSON object. Remove it, and secrets are made up again`);
}

/** Reads the file, and writes what `change` makes of it, if anything. No other thread or process does so meanwhile: the store's lock ends with whoever holds it. */
export function changeSecretsFile(dataDir: string, change: (kept: SecretsFile) => SecretsFile | undefined): void {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const lock = openDatabase(dataDir);
	try {
		lock.exec('BEGIN IMMEDIATE');
		const changed = change(readSecretsFile(dataDir));
		if (changed !== undefined) write(secretsFile(dataDir), changed);
	} finally {
		lock.close();
	}
	if (process.platform !== 'win32') syncFolder(dataDir);
}

/** Renamed into place, so that whoever reads it meanwhile never sees half of it; and on disk before that. */
function write(file: string, secrets: SecretsFile): void {
	const draft = `${file}.${process.pid}`;
	try {
		writeFileSync(draft, `${JSON.stringify(secrets, null, '\t')}\n`, { mode: 0o600, flush: true });
		renameSync(draft, file);
	} catch (error) {
		rmSync(draft, { force: true });
		throw error;
	}
}

function syncFolder(path: string): void {
	const folder = openSync(path, 'r');
	try {
		fsyncSync(folder);
	} finally {
		closeSync(folder);
	}
}

export function isAccepted(secret: unknown): secret is { readonly verifying: string } {
	return (
		typeof secret === 'object' && secret !== null && 'accepted' in secret && secret.accepted === true && verifyingOf(secret) !== undefined
	);
}

export function verifyingOf(secret: unknown): string | undefined {
	if (typeof secret !== 'object' || secret === null || !('verifying' in secret)) return undefined;
	return typeof secret.verifying === 'string' ? secret.verifying : undefined;
}
