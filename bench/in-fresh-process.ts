import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** One thread for all that the engine does, so that the processor time of a work is its own. */
const flags = ['--no-warnings', '--conditions=local', '--expose-gc', '--single-threaded'];

/**
 * What is freed is kept: glibc (mallopt(3)) gives large blocks back to the system or not depending on what lies beside them, so by chance one process faults each
 * page of each body in anew, and takes several times as long as the next.
 */
const env = { ...process.env, MALLOC_TRIM_THRESHOLD_: String(1 << 30), MALLOC_MMAP_THRESHOLD_: String(1 << 30) };

/** Runs a file of the bench in a process of its own. What it writes last is JSON, and is returned. */
export async function inFreshProcess(file: string, args: readonly string[] = [], own: readonly string[] = []): Promise<unknown> {
	const path = join(import.meta.dirname, file);
	const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...own, path, ...args], { env, maxBuffer: 1 << 26 });
	return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}
