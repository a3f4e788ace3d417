import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from '../../webhook/ports.ts';
import { blobFile } from './purge-blobs.ts';

/** One file per key. A file has its name only once it is whole and on disk. */
export function createBlobs(folder: string): Blobs {
	const pathOf = (key: string) => join(folder, blobFile(key));
	return {
		put: async (key, bytes) => {
			await mkdir(folder, { recursive: true, mode: 0o700 });
			const path = pathOf(key);
			const draft = `${path}.${randomUUID()}`;
			try {
				await write(draft, bytes);
				await rename(draft, path);
			} catch (error) {
				await rm(draft, { force: true });
				throw error;
			}
			await syncFolder(folder);
		},
		get: async (key) => {
			try {
				return await readFile(pathOf(key));
			} catch (error) {
				if (isMissing(error)) return undefined;
				throw error;
			}
		},
		remove: async (key) => {
			await rm(pathOf(key), { force: true });
			if (existsSync(folder)) await syncFolder(folder);
		},
	};
}

function isMissing(error: unknown): boolean {
	return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

async function write(path: string, bytes: Buffer): Promise<void> {
	const file = await open(path, 'wx', 0o600);
	try {
		await file.writeFile(bytes);
		await file.sync();
	} finally {
		await file.close();
	}
}

/** The new name is in the folder, so the folder has to reach the disk too. Windows can't open one, and needs not. */
async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return;
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
