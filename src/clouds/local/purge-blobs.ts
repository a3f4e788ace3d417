import { createHash } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The name of a blob's file: a hash, because a key may hold what a file name may not. */
export function blobFile(key: string): string {
	return createHash('sha256').update(key).digest('hex');
}

type Purge = {
	/** The keys that records name. */
	readonly named: ReadonlySet<string>;
	/** What was written at or after this time stays: its record may be about to be inserted. Milliseconds since the epoch. */
	readonly before: number;
};

/** Removes the files of blobs that no record names any more, and what a killed process has left half-written. Returns how many. */
export async function purgeBlobs(folder: string, { named, before }: Purge): Promise<number> {
	const keep = new Set([...named].map(blobFile));
	const names = await readdir(folder).catch(() => []);
	const removed = await Promise.all(names.filter((name) => !keep.has(name)).map((name) => removeOld(join(folder, name), before)));
	return removed.filter(Boolean).length;
}

async function removeOld(path: string, before: number): Promise<boolean> {
	if ((await writtenAt(path)) >= before) return false;
	// Moved aside first, so that one that is written anew meanwhile is looked at before it goes.
	const aside = `${path}.old`;
	await rename(path, aside);
	if ((await writtenAt(aside)) >= before) {
		await rename(aside, path);
		return false;
	}
	await rm(aside);
	return true;
}

async function writtenAt(path: string): Promise<number> {
	return (await stat(path)).mtimeMs;
}
